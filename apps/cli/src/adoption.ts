import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A program of its own: an adoption works where no service can run yet, so there is nobody to ask over HTTP. */
const PROGRAM = fileURLToPath(new URL('../../../src/adopt.js', import.meta.url));

/** Runs the adoption of the service built beside this command. @returns its exit code */
export async function runAdoption(flags: string[]): Promise<number> {
  if (!existsSync(PROGRAM)) {
    process.stderr.write('rowhouse: the service is not built; run npm run build first\n');
    return 1;
  }
  const child = spawn(process.execPath, [PROGRAM, ...flags], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
