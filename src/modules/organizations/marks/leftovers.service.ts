import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import type { Actor } from '../../access/actor.types.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { LeftoverClaimsService } from './leftover-claims.service.js';
import { LeftoversRepository } from './leftovers.repository.js';
import type { LeftoverRow } from './leftovers.types.js';

/** What operators see and settle of databases that the registry does not account for. */
@Injectable()
export class LeftoversService {
  constructor(
    private readonly claims: LeftoverClaimsService,
    private readonly leftovers: LeftoversRepository,
    private readonly databases: DatabasesRepository,
    private readonly tenants: TenantConnectionFactory,
    private readonly contents: DatabaseContentsRepository,
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
  isOurs(row: Pick<LeftoverRow, 'mark'>): boolean {
    return this.claims.isOurs(row);
  }

  async ignore(actor: Actor, database: string): Promise<void> {
    await this.claims.find(database);
    await this.claims.taking(actor, database, async (session) => {
      await this.leftovers.ignore(database, session);
      await this.claims.record(actor, 'leftover.ignored', database, {}, session);
    });
  }

  /** Drops a leftover for good. Its name is spent afterwards: nothing that is under way can meet a new organization. */
  async drop(actor: Actor, database: string): Promise<void> {
    const { row, registered } = await this.claims.free(database);
    const { org_id = '', generation = 1 } = row.mark ?? registered ?? {};
    const { slug = '' } = registered ?? {};
    await this.claims.taking(actor, database, async (session) => {
      const taken = {
        _id: database,
        org_id,
        slug,
        generation: Number(generation) || 1,
        state: 'dropping' as const,
      };
      await this.databases.take(taken, session);
      await this.claims.record(
        actor,
        'leftover.dropped',
        database,
        { mark: row.mark, size: row.size },
        session,
      );
    });
    await this.contents.drop(this.tenants.open(database));
    await this.leftovers.settle(database); // before the name counts as dropped, which another drop could take
    await this.databases.setState(database, 'dropped');
  }
}
