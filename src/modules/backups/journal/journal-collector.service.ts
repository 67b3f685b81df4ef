import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { BSON, type Db, type Timestamp } from 'mongodb';
import type { Connection } from 'mongoose';
import { isTransient } from '../../../common/transient.js';
import { BUCKETS, FUNCTIONS, PastCatalog } from '../../../database/past/past-catalog.js';
import { MARK_COLLECTION } from '../../organizations/marks/marks.repository.js';
import { SENTINEL } from '../../organizations/moves/source-changes.repository.js';
import { documentOf, fieldsOf } from './bson-parts.js';
import { momentBefore } from './resume-token.js';
import type { JournalBatch, KnownDatabase } from './journal-batch.js';
import { collectionEntry, entryOf, type JournalEvent, viewsEntry } from './journal-entry.js';
import { KnownDatabases } from './known-databases.service.js';

/** After these the server is asked how the collection is made. */
const STRUCTURAL = new Set(['create', 'createIndexes', 'dropIndexes', 'modify', 'drop', 'rename']);
const OWN = new Set([MARK_COLLECTION, SENTINEL]);
/** Collections on their way: they are looked at when they get their name. */
const ON_THE_WAY = /^(tmp\.agg_out\.|_rowhouse|tmp\w*\.convertToCapped\.)/;
/** The server copies into it without telling. */
const CONVERTED = /^tmp\w*\.convertToCapped\./;
/** Structures that are asked for side by side. */
const ASKED_AT_ONCE = 8;
const HOMES = 'organizations';

/** What an event of the structure leaves, or that the server does not know any more. */
type Structure = Buffer[] | 'unknown';

/** Makes entries of the journal out of the events of the stream. */
@Injectable()
export class JournalCollector {
  constructor(
    private readonly known: KnownDatabases,
    private readonly catalog: PastCatalog,
    private readonly tenants: TenantConnectionFactory,
    @InjectConnection() private readonly connection: Connection,
  ) {}

  /** The collection of master that says who lives where. */
  get homes(): { db: string; coll: string } {
    return { db: this.connection.db!.databaseName, coll: HOMES };
  }

  /** In their order. */
  async collect(events: readonly JournalEvent[], batch: JournalBatch): Promise<void> {
    const structures = await this.structuresOf(events);
    for (const event of events) {
      if (event.database === this.homes.db) {
        this.noteHome(event, batch);
        continue;
      }
      const of = await this.known.find(event.database);
      if (of === null) continue;
      if (OWN.has(event.collection)) {
        if (event.type === 'create' && event.collection === MARK_COLLECTION)
          await this.noteBirth(of, event, batch);
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
      if (!STRUCTURAL.has(type) || collection === '' || OWN.has(collection) || database === this.homes.db)
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
    const { db } = this.tenants.open(of.database);
    const before = momentBefore(at);
    if (await this.isEmptyAt(db, before)) batch.births.push({ of, at: before });
  }

  private async isEmptyAt(db: Db, at: Timestamp): Promise<boolean> {
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
    if (key === undefined || event.collection !== HOMES) return;
    const orgId = String((BSON.deserialize(key.value) as { _id: unknown })._id);
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
  return (
    field && String((BSON.deserialize(documentOf([field])) as { collection_name: unknown }).collection_name)
  );
}

function isJournaled(collection: string): boolean {
  if (collection === '') return false;
  if (!collection.startsWith('system.')) return true;
  return collection.startsWith(BUCKETS) || collection === FUNCTIONS || collection === 'system.views';
}
