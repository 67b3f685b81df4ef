import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, MongoClient } from 'mongodb';

/** Everything that may still be under way after a crash ends within this: lease 10 s, look 3 s, the work. */
const SETTLE_MS = 60_000;

export interface Findings {
  halfMade: string[];
  orphans: string[];
  settleMs: number;
}

/** Waits until nothing is under way any more. @returns how long that took */
export async function settle(master: Db): Promise<number> {
  const since = performance.now();
  for (;;) {
    const [changing, moving, unfinished] = await Promise.all([
      master.collection('organizations').countDocuments({ lifecycle: { $ne: 'ready' } }),
      master.collection('moves').countDocuments({ phase: { $nin: ['done', 'failed'] } }),
      master.collection('databases').countDocuments({ state: { $in: ['building', 'dropping'] } }),
    ]);
    const ms = Math.round(performance.now() - since);
    if (changing + moving + unfinished === 0) return ms;
    if (ms > SETTLE_MS) {
      const rows = await master
        .collection('organizations')
        .find({ lifecycle: { $ne: 'ready' } })
        .toArray();
      throw new Error(
        `not settled after ${ms} ms: ${changing} organizations, ${moving} moves, ${unfinished} databases ` +
          JSON.stringify(rows),
      );
    }
    await sleep(100);
  }
}

/** What must hold whenever nothing is under way, whatever was killed before. */
export async function check(client: MongoClient): Promise<Findings> {
  const master = client.db('master_db');
  const settleMs = await settle(master);
  const rows = await master.collection('organizations').find().toArray();
  const halfMade: string[] = [];
  for (const row of rows) {
    const wrong = await faultsOf(client, master, row);
    if (wrong.length > 0) halfMade.push(`${String(row['organization_name'])}: ${wrong.join(', ')}`);
  }
  const ids = rows.map(({ _id }) => _id.toHexString());
  for (const [collection, field] of [
    ['admin_users', 'organization_id'],
    ['memberships', 'org_id'],
    ['moves', 'org_id'],
  ] as const) {
    // The platform's operator has no organization.
    const stray = await master.collection(collection).countDocuments({ [field]: { $nin: [...ids, null] } });
    if (stray > 0) halfMade.push(`${stray} stray rows in ${collection}`);
  }
  return { halfMade, orphans: await orphansOf(client, rows), settleMs };
}

async function faultsOf(client: MongoClient, master: Db, row: Record<string, unknown>): Promise<string[]> {
  const id = String(row['_id']);
  const database = String(row['collection_name']);
  const [owners, places, registered, collections] = await Promise.all([
    master.collection('admin_users').find({ organization_id: id }).toArray(),
    master.collection('memberships').find({ org_id: id }).toArray(),
    master.collection('databases').findOne({ _id: database as never }),
    client.db(database).listCollections({}, { nameOnly: true }).toArray(),
  ]);
  const wrong: string[] = [];
  if (owners.length !== 1 || String(owners[0]._id) !== row['admin_id']) wrong.push(`${owners.length} owners`);
  if (places.length !== 1 || places[0]['role'] !== 'owner') wrong.push(`${places.length} memberships`);
  if (registered?.['org_id'] !== id || registered['state'] !== 'active')
    wrong.push('database not registered');
  if (!collections.some(({ name }) => name === 'data')) wrong.push('no collection "data"');
  if (row['fence'] !== undefined) wrong.push('a fence stands');
  return wrong;
}

async function orphansOf(client: MongoClient, rows: Record<string, unknown>[]): Promise<string[]> {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const owned = new Set(rows.map((row) => row['collection_name']));
  const kept = await client.db('master_db').collection('databases').distinct('_id', { state: 'kept' });
  for (const name of kept) owned.add(name); // what an undo has replaced
  return databases.map(({ name }) => name).filter((name) => name.startsWith('org_') && !owned.has(name));
}

/** One number for all documents of a collection, byte for byte. */
export async function digest(db: Db, collection: string): Promise<string> {
  const hash = createHash('sha256');
  const cursor = db.collection(collection).find({}, { raw: true }).sort({ _id: 1 });
  let count = 0;
  for await (const raw of cursor) {
    hash.update(raw as unknown as Buffer);
    count++;
  }
  return `${count}:${hash.digest('hex')}`;
}
