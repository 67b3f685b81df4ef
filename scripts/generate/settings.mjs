/** docs/configuration.md: the table of settings, made of .env.example. */
export function settingsPage(example) {
  const rows = settingsIn(example).map(
    ({ name, value, text }) => `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${text} |`,
  );
  return [
    '# Configuration',
    '',
    'Written by `npm run generate` from `.env.example`.',
    '',
    'Settings are variables of the process, or lines of a file `.env` in the working directory ([example](../.env.example)); a variable of the process goes before a line of the file. A wrong value stops the start; every mistake is listed at once. Where the default is `auto`, `NODE_ENV` decides, as the text says.',
    '',
    'Those of most deployments: `NODE_ENV=production`, `MONGODB_URL`, `SECRET_KEY`, `PUBLIC_BASE_URL`, `TRUSTED_PROXIES`, `MAIL_URL` with `MAIL_FROM`. See [your own MongoDB](guides/your-own-mongodb.md), [behind a reverse proxy](guides/reverse-proxy.md) and [several instances](guides/several-instances.md).',
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** `# text` lines above `NAME=default`, or above `# NAME=` for a setting without one. */
export function settingsIn(example) {
  const settings = [];
  let text = [];
  for (const line of example.split('\n')) {
    const setting = /^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (setting) {
      settings.push({ name: setting[1], value: setting[2], text: text.join(' ') });
      text = [];
    } else if (line.startsWith('# ')) text.push(line.slice(2));
    else text = [];
  }
  return settings;
}
