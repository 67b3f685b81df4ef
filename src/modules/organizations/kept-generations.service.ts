import { Injectable, Logger } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { SnapshotWindow } from '../../database/past/snapshot-window.js';
import { Transactions } from '../../database/transactions.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import type { Actor } from '../access/actor.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { DatabaseDropsService } from './marks/database-drops.service.js';
import { OwnOrganizationsService } from './own-organizations.service.js';

const BATCH = 100;

/** A database that an undo replaced. */
export interface KeptGeneration {
  generation: number;
  leftAt: Date;
  keptUntil: Date;
  /** Uncompressed, with indexes. */
  bytes: number;
}

/** How far an organization can be put back. */
export interface History {
  /** The oldest and the newest moment that can be read; seconds. */
  oldest: Date;
  now: Date;
  windowSeconds: number | null;
  kept: KeptGeneration[];
}

/** The databases that undos have replaced, until they have been kept long enough. */
@Injectable()
export class KeptGenerationsService {
  private readonly log = new Logger(KeptGenerationsService.name);

  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly databases: DatabasesRepository,
    private readonly drops: DatabaseDropsService,
    private readonly window: SnapshotWindow,
    private readonly tenants: TenantConnectionFactory,
    private readonly rights: CurrentRightsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  async history(actor: Actor, id: string): Promise<History> {
    const organization = await this.own.find(actor, id);
    const { window } = this;
    const [oldest, now, seconds] = await Promise.all([window.oldest(), window.now(), window.seconds()]);
    return {
      oldest: new Date(Math.max(oldest.t * 1000, nextSecond(organization.createdAt))),
      now: new Date(now.t * 1000),
      windowSeconds: seconds ?? null,
      kept: await this.list(organization.id),
    };
  }

  /** Whoever asks. */
  async list(organizationId: string): Promise<KeptGeneration[]> {
    const kept = (await this.databases.listKept(organizationId)).map(async (row) => ({
      generation: row.generation,
      leftAt: row.left_at!,
      keptUntil: row.kept_until!,
      bytes: await this.sizeOf(row._id),
    }));
    return Promise.all(kept);
  }

  /** Drops one before its time. */
  async drop(actor: Actor, id: string, generation: number): Promise<void> {
    const organization = await this.own.find(actor, id);
    const database = await this.transactions.run(async (session) => {
      await this.rights.require(session, organization.id, actor, 'data.undo');
      const kept = await this.databases.listKept(organization.id, session);
      const row = kept.find((one) => one.generation === generation);
      if (row === undefined || !(await this.databases.endKeeping(row._id, session))) {
        throw new AppError('generation.not_found');
      }
      const target = { orgId: organization.id, targetType: 'generation', targetId: String(generation) };
      const details = { database: row._id };
      await this.audit.record({ ...by(actor), ...target, action: 'generation.dropped', details }, session);
      return row._id;
    });
    await this.dropNow(database);
  }

  /** Drops those that have been kept long enough; on any number of instances at once. */
  async sweep(now: Date, signal?: AbortSignal): Promise<void> {
    for (const database of await this.databases.listOutlived(now, BATCH)) {
      if (signal?.aborted) return;
      if (await this.databases.endKeeping(database)) await this.dropNow(database);
    }
  }

  /** What does not succeed here is left to the sweep of databases. */
  private async dropNow(database: string): Promise<void> {
    try {
      await this.drops.drop(database);
    } catch (error) {
      this.log.warn(`${database} is dropped later: ${(error as Error).message}`);
    }
  }

  private async sizeOf(database: string): Promise<number> {
    const { dataSize, indexSize } = await this.tenants.open(database).db.command({ dbStats: 1 });
    return Number(dataSize) + Number(indexSize);
  }
}

const nextSecond = (date: Date): number => Math.ceil((date.getTime() + 1) / 1000) * 1000;
