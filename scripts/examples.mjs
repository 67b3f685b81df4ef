// The example applications of docs/examples, and the libraries that they use: packed here, as they are on no
// registry yet.
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './build-state.mjs';

export const EXAMPLES = join(ROOT, 'docs', 'examples');
/** By example. */
export const LIBRARIES = {
  next: ['api-client', 'verify'],
  react: ['api-client', 'react'],
  nest: ['tenancy', 'verify'],
};
const execute = promisify(execFile);
/** npm, on a busy machine. */
const TIMEOUT_MS = 300_000;

/** Packs libraries into a folder; answers the files by library. `prepack` builds. */
export async function pack(libraries, folder) {
  for (const file of readdirSync(folder).filter((name) => /^rowhouse-.*\.tgz$/.test(name)))
    rmSync(join(folder, file));
  const files = {};
  // One after the other: the hooks are compiled against what the client's pack has built.
  for (const library of libraries) {
    const from = join(ROOT, 'libs', library);
    await run('npm', ['pack', '--silent', '--pack-destination', folder], from);
    const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
    files[library] = join(folder, `rowhouse-${library}-${version}.tgz`);
  }
  return files;
}

/** What package.json names, and the packed files; package.json stays as it is. */
export async function install(folder, files) {
  const options = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...options, ...files], folder);
}

/** Its output is shown when it fails. */
export async function run(command, args, cwd, env = process.env) {
  try {
    await execute(command, args, { cwd, env, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error(`${[command, ...args].join(' ')}\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

/** In the terminal, until it ends. */
export function show(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: 'inherit' }).status ?? 1;
}
