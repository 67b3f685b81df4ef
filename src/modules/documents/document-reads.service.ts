import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import type { ClusterTime } from '../../database/past/moment.js';
import type { PastSession } from '../../database/past/past-session.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { atId } from './at-id.js';
import { checkCollectionName } from './collection-name.js';
import { CommandTime } from './command-time.js';
import { DocumentsRepository } from './documents.repository.js';
import type { DocumentPath, RawDocument } from './documents.types.js';
import { HeavyReads } from './heavy-reads.js';
import { PastReadsService } from './past-reads.service.js';
import { TenantWork } from './tenant-work.js';

/** Shared by all calls: the hot path allocates nothing it does not send. */
const READ = { mode: 'read' } as const;

/** One document of the caller's organization; one command to the database. */
@Injectable()
export class DocumentReadsService {
  constructor(
    private readonly tenants: TenantWork,
    private readonly documents: DocumentsRepository,
    private readonly time: CommandTime,
    private readonly heavy: HeavyReads,
    private readonly past: PastReadsService,
  ) {}

  /**
   * @param at undefined: now
   * @throws AppError document.not_found, document.invalid (id), collection.*, moment.*
   */
  async get(actor: Actor, { collection, id }: DocumentPath, at?: ClusterTime): Promise<RawDocument> {
    checkCollectionName(collection);
    const organizationId = organizationOf(actor);
    return atId(id, async (key) => {
      const find = (db: TenantDb, session?: PastSession) =>
        this.documents.findById(db, collection, key, session);
      const read = () =>
        at === undefined
          ? this.tenants.run(organizationId, (db) => find(db), READ)
          : this.past.run(organizationId, at, find);
      const found = this.documents.isHeavy(organizationId, collection, 1)
        ? await this.inTurn(organizationId, collection, read)
        : await read();
      if (found === null) throw new AppError('document.not_found');
      this.documents.learn(organizationId, collection, found);
      return found;
    });
  }

  private async inTurn(
    organizationId: string,
    collection: string,
    read: () => Promise<RawDocument | null>,
  ): Promise<RawDocument | null> {
    const deadline = performance.now() + this.time.request;
    const { documents } = await this.heavy.run(
      { organizationId, collection, limit: 1 },
      deadline,
      async () => {
        const found = await read();
        return { documents: found === null ? [] : [found] };
      },
    );
    return documents[0] ?? null;
  }
}
