import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { duplicateKey } from '../../../database/duplicate-key.js';
import { type Tx, Transactions } from '../../../database/transactions.js';
import type { Actor } from '../../access/actor.types.js';
import { CurrentRightsService } from '../../access/current-rights.service.js';
import { AuditService } from '../../audit/audit.service.js';
import { by } from '../../audit/audit.types.js';
import type { AuditActionOn } from '../../audit/audit-actions.types.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import type { DatabaseRow } from '../../registry/organization.schema.js';
import { OrganizationsRepository } from '../../registry/organizations.repository.js';
import { DatabaseMarksService } from './database-marks.service.js';
import { LeftoversRepository } from './leftovers.repository.js';
import type { LeftoverRow } from './leftovers.types.js';

/** A leftover as it is at this moment. */
export interface Leftover {
  row: LeftoverRow;
  /** The registry's row, of a name that was used before. */
  registered: DatabaseRow | null;
}

/** What may be done with a leftover, judged where it is done. */
@Injectable()
export class LeftoverClaimsService {
  constructor(
    private readonly leftovers: LeftoversRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly marks: DatabaseMarksService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly rights: CurrentRightsService,
  ) {}

  /** Whether a mark is of this registry. */
  isOurs({ mark }: Pick<LeftoverRow, 'mark'>): boolean {
    return mark !== null && mark.registry === this.marks.registry;
  }

  /** A leftover that this registry may dispose of, looked at anew. */
  async free(database: string): Promise<Leftover> {
    const row = await this.find(database);
    const [isHome, registered, mark] = await Promise.all([
      this.organizations.livesIn(database),
      this.databases.find(database),
      this.marks.read(database),
    ]);
    const isSpent = registered === null || registered.state === 'dropped' || registered.state === 'left';
    if (isHome || !isSpent) throw new AppError('leftover.in_use');
    if (mark !== null && !this.isOurs({ mark })) throw new AppError('leftover.foreign');
    return { row: { ...row, mark }, registered };
  }

  /** Runs a transaction that takes the name of a leftover. */
  async taking(actor: Actor, database: string, work: (session: Tx) => Promise<void>): Promise<void> {
    try {
      await this.transactions.run(async (session) => {
        await this.rights.requireOperator(session, actor);
        await this.find(database, session); // of two at once the second one sees that it is settled
        await work(session);
      });
    } catch (error) {
      if (duplicateKey(error) !== 'databases._id_') throw error;
      throw new AppError('leftover.in_use', {}, { cause: error });
    }
  }

  /** In the platform's own log. */
  async record(
    actor: Actor,
    action: AuditActionOn<'leftover'>,
    database: string,
    details: Record<string, unknown>,
    session: Tx,
  ): Promise<void> {
    const target = { targetType: 'database', targetId: database };
    await this.audit.record({ ...by(actor), action, ...target, details }, session);
  }

  /** Inside the transaction that settles it. */
  settle(database: string, session: Tx): Promise<void> {
    return this.leftovers.settle(database, session);
  }

  async find(database: string, session?: Tx): Promise<LeftoverRow> {
    const row = await this.leftovers.find(database, session);
    if (row === null) throw new AppError('leftover.not_found');
    return row;
  }
}
