import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FoundBinary } from './binary/found.js';
import { LOG_LIMIT_BYTES, rotateLog } from './data-dir.js';
import { explainExit } from './diagnose.js';
import { firstLine, type EmbeddedMongodbError } from './errors.js';
import { MongodProcess, type MongodExit, type MongodSettings } from './mongod-process.js';
import type { OwnerLock } from './owner-lock.js';
import { STOP_GRACE_MS, untilPrimary } from './ready.js';
import { uriOf } from './replica-set.js';

const FIRST_BACKOFF_MS = 50;
const LONGEST_BACKOFF_MS = 5_000;
/** A mongod that lived this long is not in a loop of crashes. */
const STEADY_MS = 10_000;
/** Recovery of much data after a crash takes its time; ending it would only start it over. */
const RECOVERY_TIMEOUT_MS = 10 * 60_000;
const LOG_CHECK_MS = 30_000;

/** The events of an {@link EmbeddedMongodb}. */
export interface EmbeddedMongodbEvents {
  /** mongod ended although nobody asked it to. */
  died: [{ pid: number | undefined; reason: EmbeddedMongodbError }];
  /** mongod is writable again after it died. */
  restarted: [{ pid: number | undefined; downMs: number }];
}

/** A mongod that runs as a writable one-node replica set until it is stopped or this process ends. */
export class EmbeddedMongodb extends EventEmitter<EmbeddedMongodbEvents> {
  /** Connection string of the replica set; it stays the same when mongod is restarted. */
  readonly uri: string;
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** Which mongod runs and where it came from. */
  readonly binary: Pick<FoundBinary, 'path' | 'source' | 'version'>;
  private readonly stopping = new AbortController();
  private readonly logTimer: NodeJS.Timeout;
  private backoff = FIRST_BACKOFF_MS;
  private recovery?: Promise<void>;
  private stopped?: Promise<void>;

  /** @internal Use `startEmbeddedMongodb`. */
  constructor(
    private readonly settings: MongodSettings,
    private mongod: MongodProcess,
    private readonly lock: OwnerLock,
    private readonly log: (line: string) => void,
    private readonly restart: boolean,
  ) {
    super();
    const { path, source, version } = settings.binary;
    this.binary = { path, source, version };
    this.port = settings.port;
    this.uri = uriOf(settings);
    this.logTimer = setInterval(() => void this.keepLogSmall(), LOG_CHECK_MS).unref();
    this.watch(mongod);
  }

  /** The process id of mongod; undefined while it is down. */
  get pid(): number | undefined {
    return this.mongod.pid;
  }

  /** Shuts mongod down cleanly and gives the data directory back. May be called more than once. */
  stop(): Promise<void> {
    this.stopped ??= this.shutDown();
    return this.stopped;
  }

  private async shutDown(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.logTimer);
    await this.mongod.end(STOP_GRACE_MS);
    await this.recovery;
    await this.lock.release();
  }

  private watch(mongod: MongodProcess): void {
    const { pid } = mongod;
    const since = Date.now();
    void mongod.exited.then((exit) => {
      if (this.stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_MS) this.backoff = FIRST_BACKOFF_MS;
      this.recovery = this.recover(pid, mongod, exit);
    });
  }

  private async recover(pid: number | undefined, dead: MongodProcess, exit: MongodExit): Promise<void> {
    const since = Date.now();
    const reason = await explainExit(this.settings.dir, dead.logOffset, exit);
    this.log(`The embedded MongoDB died${this.restart ? ' and is started again' : ''}: ${reason.message}`);
    this.emit('died', { pid, reason });
    while (this.restart && !this.stopping.signal.aborted) {
      const pause = { ref: false, signal: this.stopping.signal };
      await sleep(this.backoff, undefined, pause).catch(() => undefined);
      this.backoff = Math.min(this.backoff * 2, LONGEST_BACKOFF_MS);
      if (this.stopping.signal.aborted || (await this.comesBack())) break;
    }
    if (!this.restart || this.stopping.signal.aborted) return;
    const downMs = Date.now() - since;
    this.log(`The embedded MongoDB is back after ${downMs} ms.`);
    this.watch(this.mongod);
    this.emit('restarted', { pid: this.mongod.pid, downMs });
  }

  /** One attempt, on the same port: clients hold the connection string. */
  private async comesBack(): Promise<boolean> {
    try {
      this.mongod = await MongodProcess.spawn(this.settings);
      await untilPrimary(this.settings, this.mongod, RECOVERY_TIMEOUT_MS, this.stopping.signal);
      return true;
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        this.log(`The embedded MongoDB did not come back and is tried again: ${firstLine(error)}`);
      }
      return false;
    }
  }

  private async keepLogSmall(): Promise<void> {
    try {
      if (this.pid && (await rotateLog(this.settings.dir, LOG_LIMIT_BYTES))) this.mongod.reopenLog();
    } catch (error) {
      this.log(`The log of the embedded MongoDB could not be rotated: ${firstLine(error)}`);
    }
  }
}
