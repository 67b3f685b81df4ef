import { execFile } from 'node:child_process';
import { withLibraries, type Candidate } from './found.js';

/** The oldest MongoDB that Rowhouse runs on. */
export const OLDEST_VERSION = '7.0';

/** The outcome of `mongod --version`. */
export type Probe = { version: string } | { problem: string };

/** Runs `mongod --version`. */
export function probeVersion(binary: Candidate, env?: NodeJS.ProcessEnv): Promise<Probe> {
  const [command, ...args] = withLibraries(binary, ['--version']);
  return new Promise((settle) => {
    execFile(command, args, { timeout: 30_000, ...(env ? { env } : {}) }, (error, stdout, stderr) => {
      const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
      if (version) return settle({ version });
      settle({ problem: describe(error, stderr) });
    });
  });
}

function describe(error: (Error & { code?: unknown; signal?: unknown }) | null, stderr: string): string {
  if (error?.signal === 'SIGILL') return 'the processor lacks an instruction it needs (AVX)';
  if (error?.code === 'EACCES') return 'it is not executable';
  if (error?.code === 'ENOENT') return 'it does not exist';
  return stderr.trim().split('\n')[0]?.slice(0, 200) || 'it does not answer to --version';
}

/** Whether `version` is at least `least`, both as dotted numbers. */
export function isAtLeast(version: string, least: string): boolean {
  const have = version.split('.').map(Number);
  for (const [index, want] of least.split('.').map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== want) return part > want;
  }
  return true;
}
