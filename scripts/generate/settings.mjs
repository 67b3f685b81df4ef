const START = '<!-- settings: written by npm run generate from .env.example -->';
const END = '<!-- /settings -->';

/** The README with its configuration table made of .env.example. */
export function readmeWithSettings(readme, example) {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`README.md lacks the markers ${START} and ${END}`);
  const rows = settingsIn(example).map(
    ({ name, value, text }) => `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${text} |`,
  );
  const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
  return `${before}${START}\n\n${table}\n\n${END}${after}`;
}

/** `# sentence` lines above `NAME=default`, or above `# NAME=` for a setting without one. */
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
