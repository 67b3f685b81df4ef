import { Injectable } from '@nestjs/common';
import { type ClusterTime, clusterText } from '../../database/past/moment.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { checkCollectionName } from './collection-name.js';
import { CommandTime } from './command-time.js';
import { DocumentsRepository } from './documents.repository.js';
import type { ListInput, Page } from './documents.types.js';
import { compileFilter } from './filter.js';
import { HeavyReads } from './heavy-reads.js';
import { behind, checkPosition, parseFields, parseSort } from './keyset.js';
import { PageCursorsService } from './page-cursors.service.js';
import { PastReadsService, type Read } from './past-reads.service.js';
import { refused } from './write-errors.js';

/** Pages and counts of the caller's documents. */
@Injectable()
export class DocumentListsService {
  constructor(
    private readonly reads: PastReadsService,
    private readonly documents: DocumentsRepository,
    private readonly cursors: PageCursorsService,
    private readonly heavy: HeavyReads,
    private readonly time: CommandTime,
  ) {}

  /** @throws AppError query.invalid naming the parameter, collection.*, request.not_done */
  async list(actor: Actor, collection: string, input: ListInput): Promise<Page> {
    checkCollectionName(collection);
    const organizationId = organizationOf(actor);
    const sort = parseSort(input.sort);
    const fields = parseFields(input.fields);
    const filter = compileFilter(input.filter, input.mode);
    // A page of a moment is followed by another one of that moment.
    const moment = input.at === undefined ? [] : [clusterText(input.at)];
    const scope = JSON.stringify([organizationId, collection, input.filter ?? null, sort, ...moment]);
    const position = input.cursor === undefined ? undefined : this.cursors.open(scope, input.cursor);
    const query = {
      filter: position === undefined ? filter : { $and: [filter, behind(sort, position)] },
      sort,
      fields,
      limit: input.limit,
    };
    const heavy = { organizationId, collection, limit: input.limit };
    const slice = await this.heavy.run(heavy, input.since + this.time.request, () =>
      this.read(organizationId, input.at, (db, session) =>
        this.documents.page(db, collection, {
          ...query,
          session,
          maxTimeMS: this.time.left(input.since, organizationId),
        }),
      ),
    );
    if (slice.next === undefined) return { items: slice.documents, nextCursor: null };
    checkPosition(slice.next, sort);
    return { items: slice.documents, nextCursor: this.cursors.seal(scope, slice.next) };
  }

  /** @throws AppError query.invalid naming the parameter, collection.*, request.not_done */
  async count(
    actor: Actor,
    collection: string,
    { filter, mode, since, at }: Pick<ListInput, 'filter' | 'mode' | 'since' | 'at'>,
  ): Promise<number> {
    checkCollectionName(collection);
    const compiled = compileFilter(filter, mode);
    return this.read(organizationOf(actor), at, (db, session) =>
      this.documents.count(db, collection, compiled, {
        maxTimeMS: this.time.left(since, organizationOf(actor)),
        session,
      }),
    );
  }

  private async read<T>(organizationId: string, at: ClusterTime | undefined, work: Read<T>): Promise<T> {
    try {
      return await this.reads.run(organizationId, at, work);
    } catch (error) {
      throw refused(error);
    }
  }
}
