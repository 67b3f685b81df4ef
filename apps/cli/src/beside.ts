import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Runs a program of the service built beside this command: for what no request may do, or what is done where no
 * service can run yet.
 * @returns its exit code
 */
export async function runBeside(
  program: 'adopt' | 'doctor' | 'operator-reset',
  flags: string[],
): Promise<number> {
  const path = fileURLToPath(new URL(`../../../src/${program}.js`, import.meta.url));
  if (!existsSync(path)) {
    process.stderr.write('rowhouse: the service is not built; run npm run build first\n');
    return 1;
  }
  const child = spawn(process.execPath, [path, ...flags], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
