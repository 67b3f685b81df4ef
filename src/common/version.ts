import { existsSync, readFileSync } from 'node:fs';

/** As in package.json, the first one above this file that has one: sources and build lie at different depths. */
export const VERSION = readVersion(new URL('.', import.meta.url));

function readVersion(folder: URL): string {
  const file = new URL('package.json', folder);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const { version } = JSON.parse(text) as { version?: string };
  if (version !== undefined) return version;
  if (folder.pathname === '/') throw new Error('no package.json has a version');
  return readVersion(new URL('..', folder));
}
