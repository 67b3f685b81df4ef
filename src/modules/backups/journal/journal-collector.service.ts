import { JournalStreams } from '../../../database/journal/journal-streams.js';
import type { ClusterTime } from '../../../database/past/moment.js';
import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { isTransient } from '../../../common/transient.js';
import { BUCKETS, FUNCTIONS, PastCatalog } from '../../../database/past/past-catalog.js';
import { fieldsOf, valueOf } from '../../../database/journal/bson-parts.js';
import { momentBefore } from '../../../database/journal/moments.js';
import type { JournalBatch } from './journal-batch.js';
import type { KnownDatabase } from '../../registry/known-databases.service.js';
import {
  collectionEntry,
  entryOf,
  type JournalEvent,
  viewsEntry,
} from '../../../database/journal/journal-entry.js';
import { KnownDatabasesService } from '../../registry/known-databases.service.js';

/** After these the server is asked how the collection is made. */
const STRUCTURAL = new Set(['create', 'createIndexes', 'dropIndexes', 'modify', 'drop', 'rename']);
/** The first collection of a database that we make, and the end of the writes of one that is left. */
const MARK = '_rowhouse';
const OWN = new Set([MARK, '_rowhouse_fence']);
/** Collections on their way: they are looked at when they get their name. */
const ON_THE_WAY = /^(tmp\.agg_out\.|_rowhouse|tmp\w*\.convertToCapped\.)/;
/** The server copies into it without telling. */
const CONVERTED = /^tmp\w*\.convertToCapped\./;
/** Structures that are asked for side by side. */
const ASKED_AT_ONCE = 8;

/** What an event of the structure leaves, or that the server does not know any more. */
type Structure = Buffer[] | 'unknown';

/** Makes entries of the journal out of the events of the stream. */
@Injectable()
export class JournalCollector {
  constructor(
    private readonly known: KnownDatabasesService,
    private readonly catalog: PastCatalog,
    private readonly tenants: TenantConnectionFactory,
    private readonly streams: JournalStreams,
  ) {}

  /** In their order. */
  async collect(events: readonly JournalEvent[], batch: JournalBatch): Promise<void> {
    const structures = await this.structuresOf(events);
    for (const event of events) {
      if (event.database === this.streams.homes.db) {
        this.noteHome(event, batch);
        continue;
      }
      const of = await this.known.find(event.database);
      if (of === null) continue;
      if (OWN.has(event.collection)) {
        if (event.type === 'create' && event.collection === MARK) await this.noteBirth(of, event, batch);
      } else if (isJournaled(event.collection)) {
        this.add(of, event, structures.get(event), batch);
      }
    }
  }

  private add(
    of: KnownDatabase,
    event: JournalEvent,
    structure: Structure | undefined,
    batch: JournalBatch,
  ): void {
    const { at } = event;
    const entry = entryOf(event);
    if (entry !== undefined) batch.add(of, at, entry);
    if (structure === 'unknown') batch.breaks.push({ of, at, reason: 'catalog' });
    else for (const one of structure ?? []) batch.add(of, at, one);
    if (event.type === 'rename' && CONVERTED.test(event.collection))
      batch.breaks.push({ of, at, reason: 'capped' });
  }

  private async structuresOf(events: readonly JournalEvent[]): Promise<Map<JournalEvent, Structure>> {
    const found = new Map<JournalEvent, Structure>();
    const asked: JournalEvent[] = [];
    for (const event of events) {
      const { type, collection, database } = event;
      if (
        !STRUCTURAL.has(type) ||
        collection === '' ||
        OWN.has(collection) ||
        database === this.streams.homes.db
      )
        continue;
      if ((await this.known.find(database)) !== null) asked.push(event);
    }
    for (let i = 0; i < asked.length; i += ASKED_AT_ONCE) {
      const some = asked.slice(i, i + ASKED_AT_ONCE);
      await Promise.all(some.map(async (event) => found.set(event, await this.structureOf(event))));
    }
    return found;
  }

  /** As it was at the moment of the event, by the history that the server keeps. */
  private async structureOf(event: JournalEvent): Promise<Structure> {
    const { db } = this.tenants.open(event.database);
    const { at, time, collection, to, nsType, type } = event;
    try {
      if (nsType === 'view' || nsType === 'timeseries' || collection === 'system.views')
        return [viewsEntry(time, await this.catalog.views(db, at))];
      const names = [collection, ...(to === undefined ? [] : [to])].filter((name) => !ON_THE_WAY.test(name));
      const entries: Buffer[] = [];
      for (const store of names)
        entries.push(collectionEntry(time, store, await this.catalog.collection(db, store, at)));
      // The name of a view that is dropped does not say that it was one.
      if (type === 'drop' && names.length > 0)
        entries.push(viewsEntry(time, await this.catalog.views(db, at)));
      return entries;
    } catch (error) {
      if (isTransient(error)) throw error;
      return 'unknown';
    }
  }

  /** A database that was empty when it got its mark is known from there on without a backup. */
  private async noteBirth(of: KnownDatabase, { at }: JournalEvent, batch: JournalBatch): Promise<void> {
    const before = momentBefore(at);
    if (await this.isEmptyAt(of.database, before)) batch.births.push({ of, at: before });
  }

  private async isEmptyAt(database: string, at: ClusterTime): Promise<boolean> {
    const { db } = this.tenants.open(database);
    try {
      const present = await db.listCollections({}, { nameOnly: true }).toArray();
      for (const { name, type } of present) {
        if (type !== 'collection' || name === 'system.views') continue;
        if ((await this.catalog.collection(db, name, at)) !== null) return false;
      }
      return (await this.catalog.views(db, at)).length === 0;
    } catch (error) {
      if (isTransient(error)) throw error;
      return false;
    }
  }

  private noteHome(event: JournalEvent, batch: JournalBatch): void {
    const { type, at, fields } = event;
    const key = fields.get('documentKey');
    if (key === undefined || event.collection !== this.streams.homes.coll) return;
    const orgId = String(valueOf(fieldsOf(key.value).find(({ name }) => name === '_id')!));
    const database = databaseIn(event);
    if (database !== undefined) batch.homes.push({ orgId, database, at });
    else if (type === 'delete') batch.homes.push({ orgId, database: null, at });
  }
}

/** The database that an event of a row of master names. */
function databaseIn({ fields }: JournalEvent): string | undefined {
  const full = fields.get('fullDocument');
  const raw = fields.get('rawUpdateDescription');
  const diff = raw && fieldsOf(raw.value).find(({ name }) => name === 'diff');
  const changed = diff && fieldsOf(diff.value).find(({ name }) => name === 'u');
  const of = full ?? changed;
  const field = of && fieldsOf(of.value).find(({ name }) => name === 'collection_name');
  return field && String(valueOf(field));
}

function isJournaled(collection: string): boolean {
  if (collection === '') return false;
  if (!collection.startsWith('system.')) return true;
  return collection.startsWith(BUCKETS) || collection === FUNCTIONS || collection === 'system.views';
}
