import type { ClusterTime } from '../../../database/past/moment.js';
import { Injectable } from '@nestjs/common';
import { RegistryIdentityService } from '../../organizations/marks/registry-identity.service.js';
import type { RestoreSource } from '../../organizations/moves/restore.types.js';
import { ArchiveKeysService } from '../archive-keys.service.js';
import { BackupMaker } from '../backup-maker.js';
import type { BackupReader } from '../backup-reader.js';
import { BackupStores } from '../backup-stores.service.js';
import { known, told } from '../restore-errors.js';
import { collectionsOf } from '../restore-collections.js';
import { eachDocument } from '../../../database/journal/bson-parts.js';
import { type JournalPlan, JournalPlans } from './journal-plans.service.js';
import { readJournalPart } from './journal-objects.js';
import { JournalState } from './journal-state.js';

/** Objects that are asked for side by side. */
const ASKED_AT_ONCE = 8;

/** The data of an organization at a moment, out of a backup and the journal since. */
@Injectable()
export class JournalSources {
  constructor(
    private readonly plans: JournalPlans,
    private readonly maker: BackupMaker,
    private readonly keys: ArchiveKeysService,
    private readonly stores: BackupStores,
    private readonly identity: RegistryIdentityService,
  ) {}

  /** Again, for a restore that goes on. @throws AppError as open(), and journal.too_early */
  async reopen(
    orgId: string,
    at: ClusterTime,
    database: string,
    backup: string | undefined,
  ): Promise<RestoreSource> {
    return this.open(await this.plans.planAgain(orgId, at, database, backup));
  }

  /** @throws AppError backup.damaged, backup.key_wrong, backup.store_failed; the documents as well */
  async open(plan: JournalPlan): Promise<RestoreSource> {
    try {
      const base = plan.base === null ? null : await this.maker.open(plan.base);
      const had = base === null ? [] : collectionsOf(base);
      const state = await this.replay(plan, new JournalState(had));
      const counts = new Map(had.map(({ store, documents }) => [store, documents]));
      return {
        collections: state.collections.map((collection) => {
          const begun = state.baseOf(collection.store);
          const documents = (counts.get(begun ?? '') ?? 0) + state.more(collection.store);
          const isSeries = collection.kind === 'timeseries' && !had.includes(collection as never);
          return { ...collection, documents, ...(isSeries ? { indexesOfStore: true } : {}) };
        }),
        documentsOf: ({ store }) => known(state.read(store, baseDocuments(base, state.baseOf(store)))),
      };
    } catch (error) {
      throw told(error);
    }
  }

  private async replay(
    { orgId, database, from, at, objects }: JournalPlan,
    state: JournalState,
  ): Promise<JournalState> {
    const key = await this.keys.existing(orgId);
    const store = this.stores.require();
    for (let i = 0; i < objects.length; i += ASKED_AT_ONCE) {
      const some = objects.slice(i, i + ASKED_AT_ONCE).map((row) => {
        const part = row.parts.find((one) => one.database === database)!;
        return readJournalPart(store, key, this.identity.id, row, part);
      });
      for (const bytes of await Promise.all(some)) {
        for (const entry of eachDocument(bytes)) if (!state.apply(entry, from, at)) return state;
      }
    }
    return state;
  }
}

async function* baseDocuments(
  base: BackupReader | null,
  store: string | undefined,
): AsyncGenerator<Buffer[], void> {
  if (base === null || store === undefined) return;
  const { name } = collectionsOf(base).find((one) => one.store === store)!;
  yield* base.documents(base.find(name));
}
