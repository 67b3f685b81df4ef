import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const hasProc = process.platform === 'linux';

/** A process that runs, with its command line. */
export interface RunningProcess {
  pid: number;
  argv: string[];
}

/**
 * Names one life of a process: a pid alone may be given again to another process.
 * Undefined when it does not run; a zombie does not run.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  if (!hasProc) return psIdentity(pid);
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses and may itself contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

async function psIdentity(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
    const [state, ...started] = stdout.trim().split(/\s+/);
    return state && !state.startsWith('Z') ? started.join(' ') : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process still runs (a zombie does not). */
export async function isRunning(pid: number): Promise<boolean> {
  return (await processIdentity(pid)) !== undefined;
}

/** Every running process that was started with `--dbpath <dbPath>`. */
export async function processesOnDbPath(dbPath: string): Promise<RunningProcess[]> {
  const all = hasProc ? await listProc() : await listPs();
  const found = all.filter(({ pid, argv }) => {
    const at = argv.indexOf('--dbpath');
    return pid !== process.pid && at > 0 && argv[at + 1] === dbPath;
  });
  const alive = await Promise.all(found.map(({ pid }) => isRunning(pid)));
  return found.filter((_, index) => alive[index]);
}

async function listProc(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid, argv: line.split('\0') };
    }),
  );
}

async function listPs(): Promise<RunningProcess[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,command=']).catch(() => ({ stdout: '' }));
  return stdout.split('\n').map((line) => {
    const [pid = '0', ...argv] = line.trim().split(/\s+/);
    return { pid: Number(pid), argv };
  });
}

/** Sends the signal; a process that is gone already is not an error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ends a process: SIGTERM, then SIGKILL after `graceMs`. */
export async function endProcess(pid: number, graceMs: number): Promise<void> {
  const identity = await processIdentity(pid);
  if (identity === undefined) return;
  const gone = async (ms: number) => {
    for (const until = Date.now() + ms; Date.now() < until; await sleep(20)) {
      if ((await processIdentity(pid)) !== identity) return true;
    }
    return false;
  };
  signal(pid, 'SIGTERM');
  if (await gone(graceMs)) return;
  signal(pid, 'SIGKILL');
  await gone(5_000);
}
