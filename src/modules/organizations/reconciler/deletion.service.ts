import { Injectable, Logger } from '@nestjs/common';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { OrganizationsRepository } from '../../registry/organizations.repository.js';
import { MovesRepository } from '../moves/moves.repository.js';
import { AppError } from '../../../common/errors/app-error.js';
import { type Tx, Transactions } from '../../../database/transactions.js';
import { AuditService } from '../../audit/audit.service.js';
import type { Act } from '../../audit/audit.types.js';
import { DatabaseDropsService } from '../marks/database-drops.service.js';
import { DomainEventBus } from '../../../database/domain-events.js';
import { EvacuationsService } from './evacuations.service.js';

/**
 * Deletes an organization: invisible with one commit, then its writers leave, its databases are dropped, and
 * only the spent database names remain. A plain dropDatabase comes back to life under writers.
 */
@Injectable()
export class DeletionService {
  private readonly log = new Logger(DeletionService.name);

  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly moves: MovesRepository,
    private readonly drops: DatabaseDropsService,
    private readonly evacuations: EvacuationsService,
    private readonly transactions: Transactions,
    private readonly events: DomainEventBus,
    private readonly audit: AuditService,
  ) {}

  /**
   * @param act for the audit log, which outlives the organization
   * @param judge throws, in the transaction, when the actor may not delete it at that moment
   * @throws AppError organization.not_found when another request deleted it first
   */
  async delete(orgId: string, act: Act, judge: (session: Tx) => Promise<void>): Promise<void> {
    const { organizations, databases, moves } = this;
    await this.transactions.run(async (session) => {
      await judge(session);
      this.evacuations.begin(orgId);
      // It writes the row that changes of members lock: one that commits meanwhile has both judged anew.
      if (!(await organizations.beginDelete(orgId, session))) throw new AppError('organization.not_found');
      await moves.cancelAll(orgId, session);
      await databases.markAllDropping(orgId, session);
      await this.events.emit('organization.deleted', { orgId }, session);
      await this.audit.record(act, session);
    });
    try {
      await this.finish(orgId);
    } catch (error) {
      // The organization is gone for every user, and the actor is told so. The reconciler does the rest.
      this.log.warn(`deletion of ${orgId} is finished later: ${(error as Error).message}`);
    }
  }

  /** The rest of a deletion; safe to run twice and after a crash. */
  async finish(orgId: string): Promise<void> {
    const { organizations, databases, moves } = this;
    const left = await this.evacuations.evacuate(orgId);
    for (const { _id: database } of await databases.listOf(orgId)) {
      await this.drops.drop(database);
    }
    if (!left) await databases.noteLateWriters(orgId);
    await this.transactions.run(async (session) => {
      await organizations.remove(orgId, session);
      await moves.removeOf(orgId, session);
    });
  }

  /** Deletions that nobody has in hand for this long. */
  listStale(ms: number): Promise<string[]> {
    return this.organizations.listStaleDeletions(ms);
  }
}
