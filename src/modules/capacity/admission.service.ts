import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { Env } from '../../config/env.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { InstanceService } from '../registry/instance.service.js';
import {
  FILES_PER_COLLECTION,
  FILES_PER_ORGANIZATION,
  filesFor,
  filesForMoves,
  type ServerRoom,
} from './room.js';
import { ServerRoomRepository } from './server-room.repository.js';

const ROOM = metric(
  'gauge',
  'rowhouse_capacity_files',
  'Files that mongod may still be given by this instance, for new organizations or for moves; +Inf when nobody knows',
  ['use'],
);

/** Milliseconds between two looks at the server. */
const LOOK_MS = 30_000;
/** Milliseconds; creations in quick succession make it look again, but not more often than this. */
const LOOK_AGAIN_MS = 1000;
/** Seconds after which there may be room. */
const RETRY = 30;

/** A `move` gives back what it takes, and so may use half of what must stay free. */
export type RoomUse = 'new' | 'move';

/**
 * Whether the database takes more files (D24). Each collection and each index is one: without room,
 * mongod would end and with it everybody's requests. The server is asked in the background; between two looks the
 * instances share what it has, and each counts what it gives away.
 */
@Injectable()
export class AdmissionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(AdmissionService.name);
  private readonly thresholds: { files: number; disk: number };
  /** Creations of organizations of this instance that have begun and not ended. */
  private underWay = 0;
  /** Files this instance may give away, as of the last look. */
  private seen: Record<RoomUse, number> = { new: Infinity, move: Infinity };
  /** Files given away that the last look cannot have counted. */
  private given = 0;
  /** Those of them whose making has not ended. */
  private pending = 0;
  private lookedAt = -Infinity;
  private readonly task: PeriodicTask;

  constructor(
    private readonly server: ServerRoomRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly instance: InstanceService,
    private readonly env: Env,
    private readonly work: BackgroundWork,
    metrics: Metrics,
  ) {
    metrics.read(ROOM, () =>
      (['new', 'move'] as const).map((use) => [{ use }, this.seen[use] - this.given] as const),
    );
    this.task = work.periodic({ name: 'room of the database', every: LOOK_MS, run: () => this.look() });
    this.thresholds = {
      files: env.ADMISSION_MIN_FREE_FILES_PERCENT,
      disk: env.ADMISSION_MIN_FREE_DISK_PERCENT,
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.thresholds.files === 0 && this.thresholds.disk === 0) return;
    await this.look();
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** Runs the creation of an organization if there is room for it. */
  admit<T>(create: () => Promise<T>): Promise<T> {
    return this.within(FILES_PER_ORGANIZATION, async () => {
      const number = ++this.underWay;
      try {
        await this.checkCap(number);
        return await create();
      } finally {
        this.underWay--;
      }
    });
  }

  /** Makes a collection of an organization if there is room for it. */
  async admitCollection(create: () => Promise<void>): Promise<void> {
    await this.within(FILES_PER_COLLECTION, create);
  }

  /** Runs what makes this many files if there is room for them. */
  async within<T>(files: number, make: () => Promise<T>, use: RoomUse = 'new'): Promise<T> {
    this.take(files, use);
    this.pending += files;
    try {
      return await make();
    } catch (error) {
      // What was made in spite of the error is counted by the next look.
      this.given = Math.max(0, this.given - files);
      throw error;
    } finally {
      this.pending -= files;
    }
  }

  /** What the server has, and how many organizations this instance may still make; undefined: nobody knows. */
  async room(): Promise<ServerRoom & { organizations: number | undefined; cap: number | undefined }> {
    const { MAX_ORGANIZATIONS: cap } = this.env;
    const files = this.seen.new - this.given;
    return {
      ...(await this.server.read()),
      organizations: files === Infinity ? undefined : Math.max(0, Math.floor(files / FILES_PER_ORGANIZATION)),
      cap: cap === 0 ? undefined : cap,
    };
  }

  private take(files: number, use: RoomUse): void {
    if (this.given + files > this.seen[use] / 2) this.lookAgain();
    if (this.given + files > this.seen[use]) {
      throw new AppError('service.capacity_reached', { retryAfter: RETRY });
    }
    this.given += files;
  }

  /**
   * One instance never exceeds MAX_ORGANIZATIONS: what it has begun counts as made, so that near the cap one that
   * commits at this moment may count twice. Several instances exceed it by at most what the others have under way.
   */
  private async checkCap(underWay: number): Promise<void> {
    const { MAX_ORGANIZATIONS: cap } = this.env;
    if (cap === 0) return;
    const made = await this.organizations.count(cap);
    if (made + underWay > cap) throw new AppError('service.capacity_reached', { retryAfter: RETRY });
  }

  private lookAgain(): void {
    const isLate = this.work.clock.monotonic() - this.lookedAt >= LOOK_AGAIN_MS;
    if (this.seen.new !== Infinity && isLate) this.task.wake();
  }

  /** A server that does not answer is as it was. */
  private async look(): Promise<void> {
    this.lookedAt = this.work.clock.monotonic();
    try {
      const before = this.given - this.pending;
      const [room, others] = await Promise.all([this.server.read(), this.instance.others()]);
      const wasFull = this.seen.new < FILES_PER_ORGANIZATION;
      const share = 1 + others.length;
      this.seen = {
        new: Math.floor(filesFor(room, this.thresholds) / share),
        move: Math.floor(filesForMoves(room, this.thresholds) / share),
      };
      this.given = Math.max(0, this.given - before);
      const isFull = this.seen.new < FILES_PER_ORGANIZATION;
      if (isFull && !wasFull) this.log.warn(`no new organizations or collections: ${JSON.stringify(room)}`);
      if (wasFull && !isFull) this.log.log('new organizations and collections again');
    } catch (error) {
      this.log.debug(`the server's room is unknown: ${(error as Error).message}`);
    }
  }
}
