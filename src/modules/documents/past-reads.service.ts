import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import type { ClusterTime } from '../../database/past/moment.js';
import { atMoment, type PastSession } from '../../database/past/past-session.js';
import { isAhead, isForgotten, SnapshotWindow } from '../../database/past/snapshot-window.js';
import { PastDatabasesService } from '../registry/past-databases.service.js';
import { TenantWork } from './tenant-work.js';

const READ = { mode: 'read' } as const;

/** In front of the connection pool. */
type Lane = 'run' | 'transfer';

/** A read of the database, as it is or with a session of a moment. */
export type Read<T> = (db: TenantDb, session?: PastSession) => Promise<T>;

/** Reads of an organization's database as it was. */
@Injectable()
export class PastReadsService {
  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly work: TenantWork,
    private readonly window: SnapshotWindow,
    private readonly databases: PastDatabasesService,
  ) {}

  /**
   * @param at undefined: now
   * @throws AppError moment.future, moment.too_old, moment.organization_absent
   */
  run<T>(organizationId: string, at: ClusterTime | undefined, read: Read<T>): Promise<T> {
    return this.in('run', organizationId, at, read);
  }

  /** The same for a batch of an export. */
  transfer<T>(organizationId: string, at: ClusterTime | undefined, read: Read<T>): Promise<T> {
    return this.in('transfer', organizationId, at, read);
  }

  private in<T>(lane: Lane, organizationId: string, at: ClusterTime | undefined, read: Read<T>): Promise<T> {
    if (at === undefined) return this.work[lane](organizationId, (db) => read(db), READ);
    return this.inPast(lane, organizationId, at, read);
  }

  private async inPast<T>(lane: Lane, organizationId: string, at: ClusterTime, read: Read<T>): Promise<T> {
    try {
      return await this.attempt(lane, organizationId, at, read);
    } catch (error) {
      if (isForgotten(error)) throw await this.window.tooOld(error);
      if (!isAhead(error)) throw error;
      // A second in which nothing was written yet is the newest moment there is.
      return this.attempt(lane, organizationId, await this.window.resolve(at), read);
    }
  }

  private attempt<T>(lane: Lane, organizationId: string, at: ClusterTime, read: Read<T>): Promise<T> {
    return this.work[lane](
      organizationId,
      async (present) => {
        const name = await this.databases.databaseAt(organizationId, present.name, at);
        if (name === null) throw new AppError('moment.organization_absent');
        const db = name === present.name ? present : this.tenants.open(name);
        return atMoment(db.db, at, (session) => read(db, session));
      },
      READ,
    );
  }
}
