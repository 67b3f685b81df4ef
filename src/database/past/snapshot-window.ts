import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { Timestamp } from 'mongodb';
import type { Connection } from 'mongoose';
import { AppError } from '../../common/errors/app-error.js';
import { isUnauthorized } from '../connection-problem.js';
import { asOf, secondOf } from './moment.js';

/** SnapshotTooOld, SnapshotUnavailable. */
const TOO_OLD = new Set<unknown>([239, 246]);
/** InvalidOptions: what a server answers that has not got so far. */
const AHEAD = 72;
/** Seconds; no window that anybody sets is longer. */
const LONGEST = 30 * 24 * 3600;
/** Seconds that the guides recommend, and that the embedded mongod is started with. */
export const RECOMMENDED_SECONDS = 3600;
const BELIEVED_MS = 1000;
const PARAMETER = 'minSnapshotHistoryWindowInSeconds';

/** How far back the database can be read, by itself and without a backup. */
@Injectable()
export class SnapshotWindow implements OnApplicationBootstrap {
  private readonly log = new Logger('SnapshotWindow');
  private known?: { at: number; oldest: Promise<Timestamp> };

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** One line when the window is shorter than recommended, or nobody can tell. Not waited for: the start is not its concern. */
  onApplicationBootstrap(): void {
    this.seconds().then(
      (seconds) => {
        if (seconds === undefined)
          this.log.warn(
            `the database user may not read ${PARAMETER}: how far back undo and X-As-Of reach is not known; grant { role: "clusterMonitor", db: "admin" } to have it shown`,
          );
        else if (seconds < RECOMMENDED_SECONDS)
          this.log.warn(
            `undo and X-As-Of reach back ${seconds} s: start every mongod with --setParameter ${PARAMETER}=${RECOMMENDED_SECONDS} for an hour`,
          );
      },
      () => undefined, // the readiness says that the database is away
    );
  }

  /** What the server is set to; undefined when the user may not ask. */
  async seconds(): Promise<number | undefined> {
    try {
      const answer = await this.connection.db!.admin().command({ getParameter: 1, [PARAMETER]: 1 });
      return Number(answer[PARAMETER]);
    } catch (error) {
      if (isUnauthorized(error)) return undefined;
      throw error;
    }
  }

  /** The newest moment that can be read. */
  async now(): Promise<Timestamp> {
    return (await this.clock()).now;
  }

  /** The first second that can be read. */
  oldest(): Promise<Timestamp> {
    if (this.known === undefined || performance.now() - this.known.at > BELIEVED_MS) {
      this.known = { at: performance.now(), oldest: this.search() };
      this.known.oldest.catch(() => (this.known = undefined));
    }
    return this.known.oldest;
  }

  /**
   * A moment that can be read and means what was asked for: a second that has begun, and in which nothing was written
   * yet, is the newest moment there is.
   * @throws AppError moment.future, moment.too_old with the oldest second
   */
  async resolve(asked: Timestamp): Promise<Timestamp> {
    const { now, wall } = await this.clock();
    if (asked.greaterThan(now)) {
      if (asked.t > wall || asked.t === now.t) throw new AppError('moment.future');
      return now;
    }
    if (!(await this.reaches(asked))) throw await this.tooOld();
    return asked;
  }

  /** What to throw when the database has forgotten a moment. */
  async tooOld(cause?: unknown): Promise<AppError> {
    const oldest = secondOf(await this.oldest()).toISOString();
    return new AppError('moment.too_old', { oldest }, { cause });
  }

  private async clock(): Promise<{ now: Timestamp; wall: number }> {
    const { localTime, operationTime } = await this.connection.db!.admin().command({ hello: 1 });
    return { now: operationTime as Timestamp, wall: Math.floor((localTime as Date).getTime() / 1000) };
  }

  /** The server has no question for it that a plain user may ask, so the seconds are tried: 22 reads of nothing. */
  private async search(): Promise<Timestamp> {
    const now = await this.now();
    let [forgotten, known] = [now.t - LONGEST, now.t];
    while (known - forgotten > 1) {
      const middle = Math.floor((forgotten + known) / 2);
      if (await this.reaches(new Timestamp({ t: middle, i: 0 }))) known = middle;
      else forgotten = middle;
    }
    return known === now.t ? now : new Timestamp({ t: known, i: 0 });
  }

  private async reaches(at: Timestamp): Promise<boolean> {
    const probe = { find: 'organizations', filter: { _id: 0 }, limit: 1, singleBatch: true };
    try {
      await this.connection.db!.command({ ...probe, readConcern: asOf(at) });
      return true;
    } catch (error) {
      if (isForgotten(error)) return false;
      throw error;
    }
  }
}

/** The database has forgotten the moment that a command asked for. */
export const isForgotten = (error: unknown): boolean => TOO_OLD.has((error as { code?: unknown }).code);

/** The moment that a command asked for has not come for the database. */
export const isAhead = (error: unknown): boolean =>
  (error as { code?: unknown }).code === AHEAD && /atClusterTime/.test((error as Error).message);
