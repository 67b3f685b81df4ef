import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

/** Runs a script of an installed module, by its path below node_modules. */
export function node(script, args, cwd) {
  return run(process.execPath, [join(ROOT, 'node_modules', script), ...args], cwd);
}

/** @throws Error with everything that the command wrote, when it fails */
export async function run(command, args, cwd, env = process.env) {
  try {
    return await execute(command, args, { cwd, env, timeout: 300_000, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    throw new Error(`${[command, ...args].join(' ')}\n${error.stdout}${error.stderr}`, { cause: error });
  }
}
