import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfStale } from '../support/built.js';
import { stretched } from '../support/stretched.js';

const ROOT = join(__dirname, '..', '..');
const START_TIMEOUT_MS = 60_000;

/**
 * Builds when the sources changed, and copies the build: another `npm start` in this checkout may build anew
 * while the processes here are being restarted.
 */
export function buildService(): { main: string; remove(): void } {
  buildIfStale();
  // Below node_modules, so that the copy finds its packages.
  const cache = join(realpathSync(join(ROOT, 'node_modules')), '.cache');
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(join(cache, 'rowhouse-crash-'));
  cpSync(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
  for (const lib of ['embedded-mongodb'])
    if (existsSync(join(ROOT, 'libs', lib, 'npm')))
      cpSync(join(ROOT, 'libs', lib, 'npm'), join(copy, 'libs', lib, 'npm'), { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
  return {
    main: join(copy, 'dist', 'src', 'main.js'),
    remove: () => rmSync(copy, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** The service in a process of its own, which can be killed and started again on the same port. */
export class BuiltService {
  readonly url: string;
  /** Milliseconds from each start to the first answer. */
  readonly starts: number[] = [];
  private child?: ChildProcess;
  private output = '';

  private constructor(
    private readonly main: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(main: string, env: Record<string, string>): Promise<BuiltService> {
    const service = new BuiltService(main, await freePort(), env);
    await service.start();
    return service;
  }

  async start(): Promise<void> {
    const since = performance.now();
    this.output = '';
    const child = spawn(process.execPath, [this.main], {
      cwd: ROOT,
      env: { ...inherited(), BCRYPT_COST: '4', PORT: String(this.port), ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    // A run that is broken off leaves no process behind.
    const orphaned = () => child.kill('SIGKILL');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (this.output = (this.output + data.toString()).slice(-200_000)));
    while (!(await this.isReady())) {
      const ended = child.exitCode !== null || child.signalCode !== null;
      if (ended || performance.now() - since > stretched(START_TIMEOUT_MS))
        throw new Error(`the service did not start:\n${this.output}`);
      await sleep(20);
    }
    this.starts.push(Math.round(performance.now() - since));
  }

  /** kill -9, or a polite signal; resolves when the process has ended. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT'); // one that was stopped would not hear of a polite signal
    child.kill(signal);
    await ended;
  }

  /** SIGSTOP: the process does nothing any more, and does not know. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** What the process printed since it was started last. */
  get log(): string {
    return this.output;
  }

  /** What it printed about answers of 500, a few lines of each. */
  get failures(): string[] {
    return this.output.match(/request \S+ failed.*(\n.*){0,4}/g) ?? [];
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health`)).status === 200;
    } catch {
      return false;
    }
  }
}

function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'MONGOD_BINARY', 'LD_LIBRARY_PATH', 'XDG_CACHE_HOME'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
