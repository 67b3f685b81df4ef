import { accessOf } from './access.js';
import { findBinary } from './binary/find.js';
import type { FoundBinary } from './binary/found.js';
import { isAtLeast } from './binary/probe.js';
import * as dataDir from './data-dir.js';
import type { DataDir, Remembered } from './data-dir.js';
import { EmbeddedMongodb } from './embedded-mongodb.js';
import { EmbeddedMongodbError, firstLine, systemCode } from './errors.js';
import { MongodProcess, type MongodSettings } from './mongod-process.js';
import type { EmbeddedMongodbOptions } from './options.js';
import { takeOwnership, type OwnerLock } from './owner-lock.js';
import { freePort, tryPort } from './ports.js';
import { STOP_GRACE_MS, untilPrimary } from './ready.js';

const START_TIMEOUT_MS = 60_000;
const PORT_ATTEMPTS = 5;
const LEAST_CACHE_GB = 0.25;
const DEFAULT_CACHE_GB = 0.5;

/**
 * Starts mongod on the data directory; resolves when it is the writable primary of its replica set.
 * Every failure is an {@link EmbeddedMongodbError} with a message of one line.
 */
export async function startEmbeddedMongodb(options: EmbeddedMongodbOptions): Promise<EmbeddedMongodb> {
  if (process.platform === 'win32') {
    throw new EmbeddedMongodbError(
      'start_failed',
      'The embedded MongoDB runs on Linux and macOS; on Windows use WSL or set MONGODB_URL.',
    );
  }
  const dir = dataDir.layoutOf(options.dataDir);
  let lock: OwnerLock | undefined;
  try {
    await dataDir.openDataDir(dir);
    lock = await takeOwnership(dir.path);
    return await startOwned(options, dir, lock);
  } catch (error) {
    await lock?.release();
    throw toError(error, dir);
  }
}

async function startOwned(
  options: EmbeddedMongodbOptions,
  dir: DataDir,
  lock: OwnerLock,
): Promise<EmbeddedMongodb> {
  const log = options.log ?? (() => undefined);
  await dataDir.checkFreeSpace(dir);
  const binary = await findBinary(options);
  await dataDir.endOrphans(dir, log);
  const remembered = await dataDir.prepareDbPath(dir);
  refuseNewerData(dir, remembered, binary);
  const { settings, mongod } = await startMongod(options, dir, binary, remembered);
  log(
    `The embedded MongoDB ${binary.version} is ready on 127.0.0.1:${settings.port}; its data are in ${dir.path}.`,
  );
  return new EmbeddedMongodb(settings, mongod, lock, log, options.restart ?? true);
}

/** Known before mongod touches the files; data that came from elsewhere are told from its log instead. */
function refuseNewerData(dir: DataDir, { version }: Remembered, binary: FoundBinary): void {
  const release = version?.split('.').slice(0, 2).join('.');
  if (!release || isAtLeast(binary.version, release)) return;
  throw new EmbeddedMongodbError(
    'data_newer',
    `The data in ${dir.path} were written by MongoDB ${version} and ${binary.path} is ${binary.version}; ` +
      `set MONGOD_BINARY to a mongod ${release} or newer, or choose another directory.`,
  );
}

async function startMongod(
  options: EmbeddedMongodbOptions,
  dir: DataDir,
  binary: FoundBinary,
  remembered: Remembered,
): Promise<{ settings: MongodSettings; mongod: MongodProcess }> {
  const cacheSizeGB = Math.max(LEAST_CACHE_GB, options.cacheSizeGB ?? DEFAULT_CACHE_GB);
  const access = await accessOf(dir, options.auth ?? false);
  const env = options.env ? { env: options.env } : {};
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(options.port, attempt === 1 ? remembered.port : undefined);
    const settings: MongodSettings = { binary, dir, port, cacheSizeGB, access, ...env };
    await dataDir.rotateLog(dir, dataDir.LOG_LIMIT_BYTES);
    const mongod = await MongodProcess.spawn(settings);
    try {
      await untilPrimary(settings, mongod, deadline - Date.now());
      await dataDir.remember(dir, { port, version: binary.version });
      return { settings, mongod };
    } catch (error) {
      await mongod.end(STOP_GRACE_MS);
      // Another program may have taken the free port between our look and mongod's.
      const portLost = error instanceof EmbeddedMongodbError && error.code === 'port_in_use';
      if (!portLost || options.port || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function choosePort(wanted: number | undefined, last: number | undefined): Promise<number> {
  if (!wanted) return freePort(last);
  const port = await tryPort(wanted);
  if (port) return port;
  throw new EmbeddedMongodbError(
    'port_in_use',
    `Port ${wanted} on 127.0.0.1 is taken by another program; stop it, or choose another port.`,
  );
}

function toError(error: unknown, dir: DataDir): EmbeddedMongodbError {
  if (error instanceof EmbeddedMongodbError) return error;
  const options = { cause: error };
  return systemCode(error) === 'ENOSPC'
    ? new EmbeddedMongodbError('disk_full', `The disk of ${dir.path} is full; free some space.`, options)
    : new EmbeddedMongodbError(
        'start_failed',
        `The embedded MongoDB did not start on ${dir.path} (${firstLine(error)}); correct this and try again.`,
        options,
      );
}
