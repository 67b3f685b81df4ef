import { open, readFile } from 'node:fs/promises';
import { isAtLeast } from './binary/probe.js';
import type { DataDir } from './data-dir.js';
import { EmbeddedMongodbError, type EmbeddedMongodbErrorCode } from './errors.js';
import type { MongodExit } from './mongod-process.js';

/** More than a start writes; a fatal message is near the end. */
const LOG_TAIL_BYTES = 512 * 1024;

type Rule = [
  pattern: RegExp,
  code: EmbeddedMongodbErrorCode,
  message: (place: string, log: string) => string,
];

const RULES: Rule[] = [
  [
    /No space left on device|ENOSPC|Writing to log file failed/i,
    'disk_full',
    (place) => `The disk of ${place} is full and mongod could not write; free some space.`,
  ],
  [
    /unsupported WiredTiger file version|requires a maximum version of|is newer than this version of mongod/i,
    'data_newer',
    (place) => newerData(place),
  ],
  [
    /DBPathInUse|Another mongod instance is already running|Unable to lock the lock file/i,
    'data_in_use',
    (place) => `Another mongod is using ${place}; stop it, or choose another directory.`,
  ],
  [
    /Address already in use/i,
    'port_in_use',
    () => 'The port of the embedded MongoDB is taken by another program; choose another port.',
  ],
  [
    /Too many open files|EMFILE|ENFILE/i,
    'too_many_files',
    () => 'mongod ran out of open files; raise the limit (ulimit -n) to 64000.',
  ],
  [
    /error while loading shared libraries:[^\n]*|version [`'"]?GLIBC[^\n]*not found|cannot execute binary file|Exec format error/i,
    'binary_broken',
    (_place, log) =>
      `The mongod binary cannot run on this machine (${sharedLibrary(log)}); install MongoDB 7.0 or newer and set MONGOD_BINARY.`,
  ],
];

/** Says from what mongod wrote why it did not start. */
export function classifyLog(text: string, place: string): EmbeddedMongodbError | undefined {
  const version = classifyFeatureVersion(text, place);
  if (version) return version;
  for (const [pattern, code, message] of RULES) {
    if (pattern.test(text)) return new EmbeddedMongodbError(code, message(place, text));
  }
  return undefined;
}

/** mongod reads the data of its own and of the previous release, and says so when it refuses others. */
function classifyFeatureVersion(text: string, place: string): EmbeddedMongodbError | undefined {
  const fault = /Invalid feature\s?CompatibilityVersion document.*/i.exec(text)?.[0];
  if (!fault) return undefined;
  const found = /version: \\*"(\d+\.\d+)/.exec(fault)?.[1];
  const readable = [...fault.replace(/^.*expected/i, '').matchAll(/'(\d+\.\d+)/g)].map(
    ([, version]) => version,
  );
  const label = found ? ` ${found}` : '';
  if (found && readable.length > 0 && readable.every((version) => !isAtLeast(found, version))) {
    return new EmbeddedMongodbError(
      'data_older',
      `The data in ${place} are of MongoDB${label}, too old for this mongod; ` +
        'open them once with the releases in between (MONGOD_BINARY).',
    );
  }
  return new EmbeddedMongodbError('data_newer', newerData(place, label));
}

function newerData(place: string, version = ''): string {
  return (
    `The data in ${place} were written by a newer MongoDB${version}; ` +
    'use that version of mongod (MONGOD_BINARY), or choose another directory.'
  );
}

function sharedLibrary(log: string): string {
  return (
    /(lib[\w.+-]+: cannot open shared object file|GLIBC\w*_[\d.]+[^\n]*not found)/.exec(log)?.[1] ??
    'it does not load'
  );
}

/** Turns the end of mongod into one message. */
export async function explainExit(
  dir: DataDir,
  logOffset: number,
  exit: MongodExit,
): Promise<EmbeddedMongodbError> {
  const text = `${await readFile(dir.outPath, 'utf8').catch(() => '')}\n${await readTail(dir.logPath, logOffset)}`;
  const known = classifyLog(text, dir.path);
  if (known) return known;
  if (exit.signal === 'SIGILL') {
    return new EmbeddedMongodbError(
      'binary_broken',
      'This processor lacks an instruction that mongod needs (AVX); set MONGODB_URL to a MongoDB elsewhere.',
    );
  }
  const how = exit.error?.message ?? (exit.signal ? `signal ${exit.signal}` : `code ${exit.code}`);
  const reason = lastComplaint(text);
  return new EmbeddedMongodbError(
    'start_failed',
    `mongod ended with ${how}${reason ? ` (${reason})` : ''}; its log is ${dir.logPath}.`,
  );
}

async function readTail(path: string, offset: number): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(offset > size ? 0 : offset, size - LOG_TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    await file.read(buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}

/** The last error of mongod's structured log, shortened to its message. */
export function lastComplaint(text: string): string | undefined {
  let last: string | undefined;
  for (const line of text.split('\n')) {
    if (!/"s":"[FE]"/.test(line)) continue;
    const entry = parseEntry(line);
    if (entry) last = entry;
  }
  return last?.replace(/\s+/g, ' ').slice(0, 200);
}

function parseEntry(line: string): string | undefined {
  try {
    const { msg, attr } = JSON.parse(line) as { msg?: string; attr?: { error?: unknown; message?: unknown } };
    const detail = attr?.error ?? attr?.message;
    if (!msg || msg === '\n\n***aborting after fassert() failure\n\n') return undefined;
    return detail === undefined
      ? msg
      : `${msg}: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`;
  } catch {
    return undefined;
  }
}
