import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transformFile } from '@swc/core';
import {
  startEmbeddedMongodb,
  type EmbeddedMongodb,
  type EmbeddedMongodbOptions,
} from '@rowhouse/embedded-mongodb';

const root = join(__dirname, '..', '..', '..');
const cleanups: (() => Promise<unknown>)[] = [];

/** Undoes what the helpers made, the last first. */
export async function cleanUp(): Promise<void> {
  for (const undo of cleanups.splice(0).reverse()) await undo();
}

export async function newDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'rowhouse-embedded-'));
  cleanups.push(() => rm(path, { recursive: true, force: true, maxRetries: 10 }));
  return path;
}

/** Starts with a small cache and the binary that the service would use; stopped by {@link cleanUp}. */
export async function start(
  dataDir: string,
  more: Partial<EmbeddedMongodbOptions> = {},
): Promise<EmbeddedMongodb> {
  const binary = process.env['MONGOD_BINARY'];
  const given = binary ? { binary } : {};
  const mongo = await startEmbeddedMongodb({
    dataDir,
    cacheSizeGB: 0.25,
    env: process.env,
    ...given,
    ...more,
  });
  cleanups.push(() => mongo.stop());
  return mongo;
}

/** The state letter of a process as the kernel gives it; undefined when there is none, or a zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}

export async function until(what: () => Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; !(await what()); await sleep(25)) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what.toString()}`);
  }
}

/** Every live process whose command line names the directory: mongod and its watcher. */
export async function processesNaming(dataDir: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (pid !== process.pid && line.includes(`${dataDir}/db`) && (await isAlive(pid))) found.push(pid);
  }
  return found;
}

/** A node process that runs the library, compiled on the fly so that a clean checkout suffices. */
export async function startInChild(
  dataDir: string,
): Promise<{ child: ChildProcess; uri: string; mongodPid: number }> {
  const library = await compiledLibrary();
  const options = { dataDir, cacheSizeGB: 0.25, binary: process.env['MONGOD_BINARY'] };
  const script = `
    const { startEmbeddedMongodb } = await import(${JSON.stringify(join(library, 'index.js'))});
    const mongo = await startEmbeddedMongodb({ ...${JSON.stringify(options)}, env: process.env });
    console.log(JSON.stringify({ uri: mongo.uri, mongodPid: mongo.pid }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(async () => child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)));
  });
  return { child, ...(JSON.parse(line) as { uri: string; mongodPid: number }) };
}

/** Below node_modules, so that the library finds its packages. */
async function compiledLibrary(): Promise<string> {
  const source = join(root, 'libs', 'embedded-mongodb', 'src');
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const target = await mkdtemp(join(cache, 'rowhouse-embedded-'));
  cleanups.push(() => rm(target, { recursive: true, force: true, maxRetries: 10 }));
  await writeFile(join(target, 'package.json'), '{ "type": "module" }');
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?<!\.spec)\.ts$/.test(entry.name)) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(target, relative(source, from).replace(/\.ts$/, '.js'));
    const { code } = await transformFile(from, {
      swcrc: false,
      module: { type: 'es6' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, code);
  }
  return target;
}
