import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT_MS = 120_000;
const started = new Set();
process.once('exit', () => started.forEach((child) => end(child, 'SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/**
 * Starts a program as a group of its own and waits until it prints what `ready` matches; its first group is the
 * address.
 */
export async function start(command, args, { cwd, env, ready }) {
  // Without colours, which some tools print where CI is set and which would stand between the words of `ready`.
  const plain = { ...env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn(command, args, { cwd, env: plain, detached: true, stdio });
  started.add(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const found = ready.exec(output);
    if (found) return { url: found[1], output: () => output };
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`${[command, ...args].join(' ')} did not start:\n${output}`);
    await sleep(50);
  }
}

export async function endAll() {
  const ends = [...started].map(async (child) => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode !== null || child.signalCode !== null) return;
    end(child, 'SIGTERM');
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    end(child, 'SIGKILL');
  });
  await Promise.all(ends);
}

/** With what it started itself. */
function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** For programs that cannot be told to choose one. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
