import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { AppError } from '../../../common/errors/app-error.js';
import { duplicateKey } from '../../../database/duplicate-key.js';
import { type Session, Transactions } from '../../../database/transactions.js';
import { AuditService } from '../../audit/audit.service.js';
import { by } from '../../audit/audit.types.js';
import type { Actor } from '../../access/actor.types.js';
import type { DatabaseRow } from '../../registry/organization.schema.js';
import { CurrentRights } from '../../access/current-rights.service.js';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { DropRows } from './database-drops.service.js';
import { DatabaseMarks } from './database-marks.service.js';
import { LeftoversRepository } from './leftovers.repository.js';
import type { LeftoverRow } from './leftovers.types.js';

/** A leftover as it is at this moment. */
export interface Leftover {
  row: LeftoverRow;
  /** The registry's row, of a name that was used before. */
  registered: DatabaseRow | null;
}

/** Looks into databases, in one parameter. */
@Injectable()
export class LeftoverLooks {
  constructor(
    readonly tenants: TenantConnectionFactory,
    readonly marks: DatabaseMarks,
    readonly contents: DatabaseContentsRepository,
  ) {}
}

/** What operators see and settle of databases that the registry does not account for. */
@Injectable()
export class LeftoversService {
  constructor(
    private readonly leftovers: LeftoversRepository,
    private readonly rows: DropRows,
    private readonly looks: LeftoverLooks,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly rights: CurrentRights,
  ) {}

  /** In the order of the names. */
  async list(
    status: LeftoverRow['status'] | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<{ items: LeftoverRow[]; next: string | null; open: number }> {
    const [items, open] = await Promise.all([
      this.leftovers.list({ status, after }, limit),
      this.leftovers.countOpen(),
    ]);
    return { items, next: items.length < limit ? null : items.at(-1)!._id, open };
  }

  /** Whether a mark is of this registry. */
  isOurs({ mark }: Pick<LeftoverRow, 'mark'>): boolean {
    return mark !== null && mark.registry === this.looks.marks.registry;
  }

  /** @throws AppError leftover.not_found */
  async ignore(actor: Actor, database: string): Promise<void> {
    await this.found(database);
    await this.transactions.run(async (session) => {
      await this.rights.requireOperator(session, actor);
      await this.leftovers.ignore(database, session);
      await this.record(actor, 'leftover.ignored', database, {}, session);
    });
  }

  /**
   * Drops a leftover for good. Its name is spent afterwards: nothing that is under way can meet a new organization.
   * @throws AppError leftover.not_found, leftover.in_use, leftover.foreign
   */
  async drop(actor: Actor, database: string): Promise<void> {
    const { row, registered } = await this.free(database);
    const { org_id = '', generation = 1 } = row.mark ?? registered ?? {};
    const { slug = '' } = registered ?? {};
    await this.taking(actor, async (session) => {
      const taken = {
        _id: database,
        org_id,
        slug,
        generation: Number(generation) || 1,
        state: 'dropping' as const,
      };
      await this.rows.databases.take(taken, session);
      await this.record(actor, 'leftover.dropped', database, { mark: row.mark, size: row.size }, session);
    });
    await this.looks.contents.drop(this.looks.tenants.open(database));
    await this.rows.databases.setState(database, 'dropped');
    await this.leftovers.settle(database);
  }

  /**
   * A leftover that this registry may dispose of, looked at anew.
   * @throws AppError leftover.not_found, leftover.in_use, leftover.foreign
   */
  async free(database: string): Promise<Leftover> {
    const row = await this.found(database);
    const [isHome, registered, mark] = await Promise.all([
      this.rows.organizations.livesIn(database),
      this.rows.databases.find(database),
      this.looks.marks.read(database),
    ]);
    const isSpent = registered === null || registered.state === 'dropped' || registered.state === 'left';
    if (isHome || !isSpent) throw new AppError('leftover.in_use');
    if (mark !== null && !this.isOurs({ mark })) throw new AppError('leftover.foreign');
    return { row: { ...row, mark }, registered };
  }

  /** Runs a transaction that takes the name of a leftover. @throws AppError leftover.in_use, auth.forbidden */
  async taking(actor: Actor, work: (session: Session) => Promise<void>): Promise<void> {
    try {
      await this.transactions.run(async (session) => {
        await this.rights.requireOperator(session, actor);
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
    action: `leftover.${string}`,
    database: string,
    details: Record<string, unknown>,
    session: Session,
  ): Promise<void> {
    const target = { targetType: 'database', targetId: database };
    await this.audit.record({ ...by(actor), action, ...target, details }, session);
  }

  /** Inside the transaction that settles it. */
  settle(database: string, session: Session): Promise<void> {
    return this.leftovers.settle(database, session);
  }

  private async found(database: string): Promise<LeftoverRow> {
    const row = await this.leftovers.find(database);
    if (row === null) throw new AppError('leftover.not_found');
    return row;
  }
}
