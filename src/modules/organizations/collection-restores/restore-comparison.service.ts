import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { Clock } from '../../../database/work/clock.js';
import { fieldOf } from '../../../database/raw-documents.js';
import type { CollectionChanges, CollectionOrigin, RestoredCollection } from './collection-restore.types.js';
import { idKey, RestoreTargetRepository } from './restore-target.repository.js';

/** A dry run that takes longer says how many documents there are, and not which differ. Milliseconds. */
const LONGEST_MS = 30_000;
/** Documents that are looked up at once. */
const AT_ONCE = 500;

/** What a restore of a collection would change, document by document. */
@Injectable()
export class RestoreComparison {
  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly target: RestoreTargetRepository,
    private readonly clock: Clock,
  ) {}

  /** @param isThere a collection of the name is */
  async dryRun(
    orgId: string,
    name: string,
    origin: CollectionOrigin,
    isThere: boolean,
  ): Promise<RestoredCollection> {
    const since = this.clock.moment();
    let [documents, added, changed, same] = [0, 0, 0, 0];
    let isCut = false;
    for await (const batch of origin.documents()) {
      documents += batch.length;
      isCut ||= this.clock.since(since) > LONGEST_MS;
      if (isCut) continue; // they are counted
      for (let i = 0; i < batch.length; i += AT_ONCE) {
        const some = batch.slice(i, i + AT_ONCE);
        const ids = some.map((document) => fieldOf(document, '_id'));
        const present = isThere
          ? await this.tenants.run(orgId, (db) => this.target.byIds(db, name, ids), { mode: 'read' })
          : undefined;
        for (const document of some) {
          const now = present?.get(idKey(document));
          if (now === undefined) added++;
          else if (Buffer.compare(now, document) === 0) same++;
          else changed++;
        }
      }
    }
    const there = isThere
      ? await this.tenants.run(orgId, (db) => this.target.count(db, name), { mode: 'read' })
      : 0;
    const changes: CollectionChanges = {
      added,
      changed,
      removed: Math.max(0, there - changed - same),
    };
    return { name, documents, isReplaced: isThere, changes: isCut ? null : changes };
  }
}
