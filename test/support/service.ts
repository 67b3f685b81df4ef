import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';
import { stretched } from './stretched.js';
import { swcOptions } from './swc.js';

const root = join(__dirname, '..', '..');

/** The service compiled from the sources as they are, so that a test needs no build and never runs a stale one. */
export interface CompiledService {
  main: string;
  /** The program behind `rowhouse adopt`. */
  adopt: string;
  /** The program behind `rowhouse doctor --database`. */
  doctor: string;
  /** The program behind `rowhouse operator reset`. */
  operatorReset: string;
}

/** Compiles once in a run of Jest, below node_modules, so that it finds its packages; the run removes it. */
export async function compileService(): Promise<CompiledService> {
  const target = process.env['ROWHOUSE_TEST_SERVICE']!;
  if (!existsSync(target)) await compileTo(target);
  const program = (name: string): string => join(target, 'src', `${name}.js`);
  return {
    main: program('main'),
    adopt: program('adopt'),
    doctor: program('doctor'),
    operatorReset: program('operator-reset'),
  };
}

async function compileTo(target: string): Promise<void> {
  const draft = await mkdtemp(`${target}.`);
  await writeFile(join(draft, 'package.json'), '{ "type": "module" }');
  const libs = ['tenancy', 'embedded-mongodb', 'mongo-dump', 'verify'].map((lib) => `libs/${lib}/src`);
  const folders = ['src', ...libs];
  await Promise.all(folders.map((folder) => compileFolder(join(root, folder), draft, target)));
  // The other worker may have been faster; its result is the same.
  await rename(draft, target).catch(() => rm(draft, { recursive: true }));
}

/** `target` is where `draft` will stand when it is whole. */
async function compileFolder(folder: string, draft: string, target: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'));
  await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const from = join(parentPath, name);
      const to = join(draft, relative(root, from)).replace(/\.ts$/, '.js');
      await mkdir(dirname(to), { recursive: true });
      if (/\.(mjs|css)$/.test(name)) await copyFile(from, to);
      if (name.endsWith('.ts')) await writeFile(to, await compileFile(from, target));
    }),
  );
}

async function compileFile(file: string, target: string): Promise<string> {
  const { code } = await transformFile(file, swcOptions('es6'));
  const ours = /(from |import\()(['"])@rowhouse\/([\w-]+)(?:\/([\w-]+))?\2/g;
  return code.replace(ours, (_match, how, _quote, lib: string, part = 'index') => {
    return how + JSON.stringify(join(target, 'libs', lib, 'src', `${part}.js`));
  });
}

/** A run of the service in a process and a directory of its own. */
export interface ServiceRun {
  child: ChildProcess;
  dir: string;
  /** What it has printed on both outputs so far; of lines of the log their messages. */
  output(): string;
  /** The lines of the log as they were printed. */
  lines(): string[];
  /** Waits until the output matches. @param withinMs on a quiet machine */
  prints(pattern: RegExp, withinMs: number): Promise<RegExpExecArray>;
  /** Exit code and milliseconds from the start (or from the last `restartClock`). */
  ends(withinMs: number): Promise<{ code: number | null; ms: number }>;
  restartClock(): void;
  /** Kills it if it still runs, and removes its directory. */
  cleanUp(): Promise<void>;
}

/** `settings` are all it gets of the environment, except what a process needs to run at all. */
export async function runService(
  { main }: Pick<CompiledService, 'main'>,
  settings: Record<string, string>,
  dir?: string,
  args: string[] = [],
): Promise<ServiceRun> {
  const cwd = dir ?? (await mkdtemp(join(tmpdir(), 'rowhouse-service-')));
  const { PATH, HOME, XDG_CACHE_HOME, MONGOD_BINARY } = process.env;
  const base = { PATH, HOME, XDG_CACHE_HOME, MONGOD_BINARY, PORT: '0', BCRYPT_COST: '4' };
  let since = performance.now();
  let text = '';
  let printed = '';
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...base, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    const begun = printed.lastIndexOf('\n') + 1;
    printed += data;
    text += messagesOf(printed.slice(begun, printed.lastIndexOf('\n') + 1));
  });
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const within = <T>(what: Promise<T>, ms: number): Promise<T> => {
    let timer: NodeJS.Timeout;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not in time; it printed:\n${text}`)), stretched(ms));
    });
    return Promise.race([what, late]).finally(() => clearTimeout(timer));
  };
  return {
    child,
    dir: cwd,
    output: () => text,
    lines: () => printed.split('\n').filter((line) => line !== ''),
    prints: (pattern, ms) =>
      within(
        new Promise((resolve, reject) => {
          const look = () => {
            const found = pattern.exec(text);
            if (found) resolve(found);
          };
          child.stdout.on('data', look);
          child.stderr.on('data', look);
          child.once('close', (code) => reject(new Error(`ended with ${code}; it printed:\n${text}`)));
          look();
        }),
        ms,
      ),
    ends: async (ms) => ({ code: await within(ended, ms), ms: performance.now() - since }),
    restartClock: () => (since = performance.now()),
    cleanUp: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
      await rm(cwd, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

/** Runs of the service that are ended, and their directories removed, after the test that started them. */
export function serviceRuns(): {
  start(
    program: Pick<CompiledService, 'main'>,
    settings: Record<string, string>,
    dir?: string,
    args?: string[],
  ): Promise<ServiceRun>;
} {
  const runs: ServiceRun[] = [];
  afterEach(async () => {
    for (const run of runs.splice(0)) await run.cleanUp();
  });
  return {
    start: async (program, settings, dir, args) => {
      const run = await runService(program, settings, dir, args);
      runs.push(run);
      return run;
    },
  };
}

/** Lines of the log as a person reads them. */
function messagesOf(lines: string): string {
  return lines.replace(/^\{"level".*\}$/gm, (line) => {
    return (JSON.parse(line) as { msg: string }).msg;
  });
}
