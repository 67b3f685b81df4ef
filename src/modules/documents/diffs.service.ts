import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';
import { type ClusterTime, clusterText } from '../../database/past/moment.js';
import type { PastSession } from '../../database/past/past-session.js';
import { SnapshotWindow } from '../../database/past/snapshot-window.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { checkCollectionName } from './collection-name.js';
import { idOf, packValues } from './document.schema.js';
import { DocumentsRepository } from './documents.repository.js';
import type { Difference, DifferencePage, RawDocument } from './documents.types.js';
import type { MongoFilter } from './filter.js';
import { HeavyReads } from './heavy-reads.js';
import { behind, parseSort } from './keyset.js';
import { PageCursorsService } from './page-cursors.service.js';
import { PastReadsService } from './past-reads.service.js';
import { refused } from './write-errors.js';

/** Documents that are compared at once, of each moment; they end at MAX_SLICE_BYTES in any case. */
const WINDOW = 500;
/** Documents that one page looks at, of each moment: a page may be empty and have a next one. */
const MAX_LOOKED_AT = 10_000;
const BY_ID = parseSort(undefined);

export interface DiffInput {
  from: ClusterTime;
  /** Undefined: the newest moment, which the next pages keep. */
  to?: ClusterTime;
  limit: number;
  cursor?: string;
}

/** The documents between two ids, of both moments. */
interface Window {
  before: RawDocument[];
  after: RawDocument[];
  /** The `_id` up to which everything was seen; undefined: the end. */
  last: unknown;
}

/** Which documents of a collection differ between two moments. */
@Injectable()
export class DiffsService {
  constructor(
    private readonly reads: PastReadsService,
    private readonly documents: DocumentsRepository,
    private readonly cursors: PageCursorsService,
    private readonly window: SnapshotWindow,
    private readonly heavy: HeavyReads,
  ) {}

  /** In the order of `_id`. @throws AppError query.invalid, collection.*, moment.* */
  async diff(actor: Actor, collection: string, input: DiffInput): Promise<DifferencePage> {
    checkCollectionName(collection);
    const organizationId = organizationOf(actor);
    const from = await this.window.resolve(input.from);
    const to = input.to === undefined ? await this.window.now() : await this.window.resolve(input.to);
    const scope = JSON.stringify([organizationId, collection, 'diff', clusterText(from), clusterText(to)]);
    let position = input.cursor === undefined ? undefined : this.cursors.open(scope, input.cursor);
    const place = { organizationId, collection, from, to };
    for (let looked = 0, size = WINDOW; ;) {
      const window = await this.next(place, position, size);
      const items = differences(window);
      if (items.length > input.limit && size > 1) {
        size = Math.max(1, Math.floor(size / 2));
        continue;
      }
      looked += size;
      position = [window.last];
      const isEnd = window.last === undefined;
      if (items.length === 0 && !isEnd && looked < MAX_LOOKED_AT) continue;
      return { from, to, items, nextCursor: isEnd ? null : this.cursors.seal(scope, position) };
    }
  }

  /** The next documents of both moments: whichever has fewer in between sets the end. */
  private async next(place: Place, position: unknown[] | undefined, size: number): Promise<Window> {
    const after = position === undefined ? {} : behind(BY_ID, position);
    const before = await this.read(place, place.from, after, size);
    if (before.length === 0) {
      const later = await this.read(place, place.to, after, size);
      return { before, after: later, last: lastOf(later) };
    }
    const end = lastOf(before);
    const later = await this.read(place, place.to, { $and: [after, upTo(end)] }, size);
    const cut = lastOf(later);
    if (cut === undefined) return { before, after: later, last: end };
    const rest = { $and: [behind(BY_ID, [cut]), upTo(end)] };
    const isWhole = (await this.read(place, place.to, rest, 1)).length === 0;
    if (isWhole) return { before, after: later, last: end };
    const fewer = await this.read(place, place.from, { $and: [after, upTo(cut)] }, size);
    return { before: fewer, after: later, last: cut };
  }

  private async read(
    { organizationId, collection }: Place,
    at: ClusterTime,
    filter: MongoFilter,
    limit: number,
  ): Promise<RawDocument[]> {
    const heavy = { organizationId, collection, limit };
    const read = async (db: TenantDb, session?: PastSession) => ({
      documents: await this.documents.following(db, collection, filter, limit, session),
    });
    try {
      return (await this.heavy.run(heavy, Infinity, () => this.reads.run(organizationId, at, read)))
        .documents;
    } catch (error) {
      throw refused(error);
    }
  }
}

interface Place {
  organizationId: string;
  collection: string;
  from: ClusterTime;
  to: ClusterTime;
}

const lastOf = (documents: RawDocument[]): unknown => {
  const last = documents.at(-1);
  return last && idOf(last);
};

const idKey = (document: RawDocument): string => Buffer.from(packValues([idOf(document)])).toString('base64');

/** Compares across types, in the order of `_id`. */
const upTo = (end: unknown): MongoFilter => ({ $expr: { $lte: ['$_id', { $literal: end }] } });

function differences({ before, after }: Window): Difference[] {
  const was = new Map(before.map((document) => [idKey(document), document]));
  const found = new Map<string, Difference>();
  for (const document of after) {
    const old = was.get(idKey(document));
    was.delete(idKey(document));
    if (old !== undefined && Buffer.compare(old, document) === 0) continue;
    found.set(idKey(document), {
      change: old === undefined ? 'added' : 'changed',
      before: old,
      after: document,
    });
  }
  const removed = [...was.values()].map((old): Difference => ({
    change: 'removed',
    before: old,
    after: undefined,
  }));
  return [...found.values(), ...removed];
}
