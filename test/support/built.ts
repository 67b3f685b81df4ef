import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The service as `npm start` runs it: compiled by tsc, in a process of its own. */
export interface BuiltService {
  url: string;
  /** Ctrl-C. Answers the exit code, or the signal that ended it. */
  interrupt(): Promise<number | string>;
  kill(): void;
}

/** `npm run build` when the sources changed since the last one; two workers at once make one build. */
export function buildIfStale(): void {
  const build = `import(${JSON.stringify(join(ROOT, 'scripts', 'build-state.mjs'))}).then((m) => m.buildIfStale())`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', build], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the service cannot be built:\n${stderr}`);
}

/** Builds when needed, which takes some ten seconds. */
export async function startBuilt(settings: Record<string, string>): Promise<BuiltService> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const url = await listening(child);
  return {
    url,
    interrupt: async () => {
      child.kill('SIGINT');
      const [code, signal] = await ended;
      return code ?? signal ?? 'nothing';
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function listening(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /API +(http:\S+)/.exec(output);
      if (found) resolve(found[1]);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', () => reject(new Error(`the service did not start:\n${output}`)));
  });
}

/** The dashboard alone, which the service serves from beside its sources. */
export function buildDashboardIfStale(): void {
  const build = `import(${JSON.stringify(join(ROOT, 'scripts', 'build-state.mjs'))}).then((m) => m.buildDashboardIfStale())`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', build], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the dashboard cannot be built:\n${stderr}`);
}
