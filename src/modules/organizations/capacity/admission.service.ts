import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { Env } from '../../../config/env.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { placesIn } from './room.js';
import { ServerRoomRepository } from './server-room.repository.js';

/** Milliseconds between two looks at the server. */
const LOOK_MS = 30_000;
/** Milliseconds; creations in quick succession make it look again, but not more often than this. */
const LOOK_AGAIN_MS = 1000;
/** Seconds after which a place may be free. */
const RETRY = 30;

/**
 * Whether the service takes another organization (security.md, D24). Each is a database: without room, mongod
 * would end and with it everybody's requests. The room is looked at in the background; between two looks each
 * instance gives away at most the places it saw.
 */
@Injectable()
export class AdmissionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(AdmissionService.name);
  private readonly thresholds: { files: number; disk: number };
  /** Creations of this instance that have begun and not ended. */
  private underWay = 0;
  private places = Infinity;
  private seen = Infinity;
  private lookedAt = -Infinity;
  private looking: Promise<void> | undefined;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly server: ServerRoomRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly env: Env,
  ) {
    this.thresholds = {
      files: env.ADMISSION_MIN_FREE_FILES_PERCENT,
      disk: env.ADMISSION_MIN_FREE_DISK_PERCENT,
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.thresholds.files === 0 && this.thresholds.disk === 0) return;
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Runs a creation if there is a place for it. @throws AppError service.capacity_reached */
  async admit<T>(create: () => Promise<T>): Promise<T> {
    this.takePlace();
    const number = ++this.underWay;
    try {
      await this.checkCap(number);
      return await create();
    } catch (error) {
      this.places = Math.min(this.places + 1, this.seen);
      throw error;
    } finally {
      this.underWay--;
    }
  }

  private takePlace(): void {
    if (this.places <= this.seen / 2) this.lookAgain();
    if (this.places < 1) throw new AppError('service.capacity_reached', { retryAfter: RETRY });
    this.places--;
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
    if (
      this.seen !== Infinity &&
      this.timer !== undefined &&
      performance.now() - this.lookedAt >= LOOK_AGAIN_MS
    )
      void this.look();
  }

  private look(): Promise<void> {
    this.lookedAt = performance.now();
    this.looking ??= this.measure().finally(() => (this.looking = undefined));
    return this.looking;
  }

  /** A server that does not answer is as it was. */
  private async measure(): Promise<void> {
    try {
      const room = await this.server.read();
      const wasFull = this.places < 1;
      this.places = this.seen = placesIn(room, this.thresholds);
      const isFull = this.places < 1;
      if (isFull && !wasFull) this.log.warn(`no new organizations: ${JSON.stringify(room)}`);
      if (wasFull && !isFull) this.log.log('new organizations again');
    } catch (error) {
      this.log.debug(`the server's room is unknown: ${(error as Error).message}`);
    }
  }
}
