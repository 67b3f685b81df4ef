import { existsSync, readFileSync } from 'node:fs';

/** As in package.json, the first one above this file: sources and build lie at different depths. */
export const VERSION = readVersion(new URL('.', import.meta.url));

function readVersion(folder: URL): string {
  const file = new URL('package.json', folder);
  if (!existsSync(file) && folder.pathname !== '/') return readVersion(new URL('..', folder));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
