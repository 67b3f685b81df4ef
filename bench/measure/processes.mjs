import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const REPORTER = new URL('./reporter.mjs', import.meta.url).href;
/** Milliseconds; a contender that does not listen by then is broken. */
const START_TIMEOUT_MS = 30_000;
/** Clock ticks of /proc/<pid>/stat per second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Starts the built service as `npm start` would. @param settings variables on top of those of the run */
export function startService(run, settings = {}) {
  return startServer('rowhouse', MAIN, run, settings);
}

/** Starts one of bench/contenders. */
export function startContender(name, run) {
  return startServer(name, fileURLToPath(new URL(`../contenders/${name}.mjs`, import.meta.url)), run, {});
}

/** Runs a module to its end and gives its one message. */
export async function runModule(file, settings) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), settings);
  const [message] = await Promise.race([once(child, 'message'), died(child, file)]);
  child.disconnect();
  return message;
}

async function startServer(name, file, run, settings) {
  const child = fork(file, { ...run.settings, ...settings });
  const url = await Promise.race([listening(child), died(child, name)]);
  return {
    name,
    url,
    cpuMicros: () => cpuMicros(child.pid),
    /** Asks reporter.mjs: 'heap' (bytes after a full collection), 'loop' (ms, delay since the last question). */
    report: async (question) => {
      child.send(question);
      return (await once(child, 'message'))[0];
    },
    stop: async () => {
      const ended = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const children = new Set();

/** Ends every child at once, for a run that is interrupted. */
export function killAll() {
  for (const child of children) child.kill('SIGKILL');
}

function fork(file, settings) {
  const child = spawn(process.execPath, ['--expose-gc', '--import', REPORTER, file], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function listening(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it does not listen')), START_TIMEOUT_MS);
    let text = '';
    const look = (chunk) => {
      text += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      child.stdout.off('data', look).resume(); // the log that follows is read and let go
      resolve(url);
    };
    child.stdout.setEncoding('utf8').on('data', look);
  });
}

async function died(child, name) {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`${name} ended with ${signal ?? code}`);
}

/** Time all threads of a process have spent on a core; undefined where there is no /proc. */
function cpuMicros(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1e6;
  } catch {
    return undefined;
  }
}
