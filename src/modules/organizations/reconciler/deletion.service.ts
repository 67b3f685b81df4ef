import { Injectable, Logger } from '@nestjs/common';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { OrganizationsRepository } from '../../registry/organizations.repository.js';
import { MovesRepository } from '../moves/moves.repository.js';
import { AppError } from '../../../common/errors/app-error.js';
import { type Tx, Transactions } from '../../../database/transactions.js';
import { AuditService } from '../../audit/audit.service.js';
import type { Act } from '../../audit/audit.types.js';
import type { GoneWithIt, Keeping, LeavingOrganization } from '../../registry/organizations.types.js';
import { DatabaseDropsService } from '../marks/database-drops.service.js';
import { DomainEventBus } from '../../../database/domain-events.js';
import { EvacuationsService } from './evacuations.service.js';

/** Keeps what a deleted organization leaves. */
export interface OrganizationKeeper {
  /** Before the transaction. @throws AppError when nothing could be kept */
  prepare(orgId: string): Promise<void>;
  /** In the transaction; undefined: nothing is kept. */
  begin(
    organization: LeavingOrganization,
    session: Tx,
  ): Promise<(Keeping & { seal(gone: GoneWithIt): Promise<void> }) | undefined>;
  /** In the transaction: nothing is kept, so the erasure begins with the deletion. */
  erase(organization: LeavingOrganization, gone: GoneWithIt, session: Tx): Promise<void>;
  /** Whether its databases may be dropped, as nobody writes to them any more. Waits for so long. */
  isArchived(orgId: string, ms: number): Promise<boolean>;
  /** In the transaction that ends the deletion. */
  left(orgId: string, session: Tx): Promise<void>;
}

/** How long a request waits for the archive. Milliseconds. */
const ARCHIVE_MS = 10_000;

/**
 * Deletes an organization: invisible with one commit, then its writers leave, its databases are dropped, and
 * only the spent database names remain. A plain dropDatabase comes back to life under writers.
 */
@Injectable()
export class DeletionService {
  private readonly log = new Logger(DeletionService.name);
  private keeper?: OrganizationKeeper;

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

  /** Call it in `onModuleInit`. */
  keepWith(keeper: OrganizationKeeper): void {
    this.keeper = keeper;
  }

  /**
   * @param act for the audit log, which outlives the organization
   * @param judge throws, in the transaction, when the actor may not delete it at that moment
   * @throws AppError organization.not_found when another request deleted it first
   */
  async delete(
    orgId: string,
    act: Act,
    judge: (session: Tx) => Promise<void>,
    { keep = true } = {},
  ): Promise<void> {
    const { organizations, databases, moves } = this;
    const keeper = keep ? this.keeper : undefined;
    await keeper?.prepare(orgId);
    await this.transactions.run(async (session) => {
      await judge(session);
      this.evacuations.begin(orgId);
      // It writes the row that changes of members lock: one that commits meanwhile has both judged anew.
      const row = await organizations.readLeaving(orgId, session);
      if (!row || !(await organizations.beginDelete(orgId, session)))
        throw new AppError('organization.not_found');
      const keeping = await keeper?.begin(row, session);
      await moves.cancelAll(orgId, session);
      await databases.markAllDropping(orgId, session);
      const gone: GoneWithIt = { owners: [], members: 0, accounts: [], branches: [], keys: [], archives: [] };
      await this.events.emit('organization.deleted', { orgId, keeping, gone }, session);
      if (keeping) await keeping.seal(gone);
      else await this.keeper?.erase(row, gone, session);
      await this.audit.record(act, session);
    });
    try {
      await this.finish(orgId, ARCHIVE_MS);
    } catch (error) {
      // The organization is gone for every user, and the actor is told so. The reconciler does the rest.
      this.log.warn(`deletion of ${orgId} is finished later: ${(error as Error).message}`);
    }
  }

  /** The rest of a deletion; safe to run twice and after a crash. @param ms that it waits for the archive */
  async finish(orgId: string, ms = 0): Promise<void> {
    const { organizations, databases, moves } = this;
    const left = await this.evacuations.evacuate(orgId);
    // Its databases stay until they are in the archive; nobody reaches them.
    if (!((await this.keeper?.isArchived(orgId, ms)) ?? true)) return;
    for (const { _id: database } of await databases.listOf(orgId)) {
      await this.drops.drop(database);
    }
    if (!left) await databases.noteLateWriters(orgId);
    await this.transactions.run(async (session) => {
      await organizations.remove(orgId, session);
      await moves.removeOf(orgId, session);
      await this.keeper?.left(orgId, session);
    });
  }

  /** Deletions that nobody has in hand for this long. */
  listStale(ms: number): Promise<string[]> {
    return this.organizations.listStaleDeletions(ms);
  }
}
