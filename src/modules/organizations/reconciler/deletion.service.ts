import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../../common/errors/app-error.js';
import { ChangeFeed } from '../../../database/change-feed.js';
import { type Session, Transactions } from '../../../database/transactions.js';
import { AuditService } from '../../audit/audit.service.js';
import type { Act } from '../../audit/audit.types.js';
import { DatabaseDrops } from '../marks/database-drops.service.js';
import { FencesService } from '../moves/fences.service.js';
import { InstanceService } from '../../registry/instance.service.js';
import { InstancesRepository } from '../../registry/instances.repository.js';
import { DomainEventBus } from '../../../database/domain-events.js';
import { MoveRows, MovesService } from '../moves/moves.service.js';

/** How long other instances have to leave the database; a write that comes later is swept by the reconciler. */
const LEAVE_MS = 3000;
const POLL_MS = 10;

/** Who uses an organization's database on which instance, and what goes with it, in one parameter. */
@Injectable()
export class Occupants {
  constructor(
    readonly feed: ChangeFeed,
    readonly fences: FencesService,
    readonly instance: InstanceService,
    readonly instances: InstancesRepository,
    readonly events: DomainEventBus,
    readonly audit: AuditService,
  ) {}
}

/**
 * Deletes an organization: invisible with one commit, then its writers leave, its databases are dropped, and
 * only the spent database names remain. A plain dropDatabase comes back to life under writers.
 */
@Injectable()
export class DeletionService implements OnModuleInit {
  private readonly log = new Logger(DeletionService.name);
  /** Organizations that this instance deletes: it has left them before it drops anything. */
  private readonly own = new LRUCache<string, true>({ max: 1000 });

  constructor(
    private readonly rows: MoveRows,
    private readonly moves: MovesService,
    private readonly drops: DatabaseDrops,
    private readonly occupants: Occupants,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.occupants.feed.on('organizations', ({ id, fields }) => {
      if (fields['lifecycle'] !== 'deleting') return;
      if (!this.own.has(String(id))) this.leave(String(id)).catch(() => undefined); // the deleting instance goes on after LEAVE_MS
    });
  }

  /**
   * @param act for the audit log, which outlives the organization
   * @param judge throws, in the transaction, when whoever asks may not delete it at that moment
   * @throws AppError organization.not_found when somebody else deleted it first
   */
  async delete(orgId: string, act: Act, judge: (session: Session) => Promise<void>): Promise<void> {
    const { organizations, databases, moves } = this.rows;
    await this.transactions.run(async (session) => {
      await judge(session);
      this.own.set(orgId, true);
      // It writes the row that changes of members lock: one that commits meanwhile has both judged anew.
      if (!(await organizations.beginDelete(orgId, session))) throw new AppError('organization.not_found');
      await moves.cancelAll(orgId, session);
      await databases.markAllDropping(orgId, session);
      await this.occupants.events.emit('organization.deleted', { orgId }, session);
      await this.occupants.audit.record(act, session);
    });
    try {
      await this.finish(orgId);
    } catch (error) {
      // The organization is gone for everybody: whoever asked hears that. The reconciler does the rest.
      this.log.warn(`deletion of ${orgId} is finished later: ${(error as Error).message}`);
    }
  }

  /** The rest of a deletion; safe to run twice and after a crash. */
  async finish(orgId: string): Promise<void> {
    const { organizations, databases, moves } = this.rows;
    this.own.set(orgId, true);
    this.occupants.fences.lift(orgId);
    const [left] = await Promise.all([
      this.occupants.fences.drain(orgId),
      this.moves.stop(orgId),
      this.othersLeft(orgId),
    ]);
    for (const { _id: database } of await databases.listOf(orgId)) {
      await this.drops.drop(database);
    }
    if (!left) await databases.noteLateWriters(orgId);
    await this.transactions.run(async (session) => {
      await organizations.remove(orgId, session);
      await moves.removeOf(orgId, session);
    });
  }

  /** This instance leaves an organization that another one deletes, and says when it may have come too late. */
  private async leave(orgId: string): Promise<void> {
    const since = performance.now();
    const [left] = await Promise.all([this.occupants.fences.drain(orgId), this.moves.stop(orgId)]);
    const inTime = left && performance.now() - since < LEAVE_MS / 2;
    const gone = (await this.rows.databases.listOf(orgId)).length === 0;
    if (!inTime || gone) await this.rows.databases.noteLateWriters(orgId);
    await this.occupants.instances.acknowledge(ackToken(orgId), this.occupants.instance.id);
  }

  private async othersLeft(orgId: string): Promise<void> {
    const { instance, instances } = this.occupants;
    const deadline = performance.now() + LEAVE_MS;
    while (performance.now() < deadline) {
      const others = await instance.others();
      const left = new Set(others.length === 0 ? [] : await instances.listAcknowledged(ackToken(orgId)));
      if (others.every((id) => left.has(id))) return;
      await sleep(POLL_MS);
    }
  }
}

const ackToken = (orgId: string): string => `delete-${orgId}`;
