import type { Document, IndexDescription, MongoClient } from 'mongodb';

interface CollectionCopy {
  name: string;
  options: Document;
  indexes: IndexDescription[];
  documents: Document[];
}

export interface DatabaseCopy {
  name: string;
  collections: CollectionCopy[];
}

const SERVERS_OWN = new Set(['admin', 'config', 'local']);
/** Values keep their BSON types. */
const EXACTLY = { promoteValues: false, promoteLongs: false, bsonRegExp: true };

/** All databases as mongodump would take them, held in memory. */
export async function copyOf(client: MongoClient): Promise<DatabaseCopy[]> {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const names = databases.map(({ name }) => name).filter((name) => !SERVERS_OWN.has(name));
  return Promise.all(names.map(async (name) => ({ name, collections: await collectionsOf(client, name) })));
}

async function collectionsOf(client: MongoClient, database: string): Promise<CollectionCopy[]> {
  const db = client.db(database);
  const listed = await db.listCollections({ type: 'collection' }).toArray();
  return Promise.all(
    listed
      .filter(({ name }) => !name.startsWith('system.'))
      .map(async (one) => ({
        name: one.name,
        options: 'options' in one ? (one.options as Document) : {},
        indexes: (await db.collection(one.name).listIndexes().toArray()) as IndexDescription[],
        documents: await db.collection(one.name).find({}, EXACTLY).toArray(),
      })),
  );
}

/** Writes them again, one database after the other, as mongorestore would. */
export async function putBack(client: MongoClient, copies: DatabaseCopy[]): Promise<void> {
  for (const { name: database, collections } of copies) {
    const db = client.db(database);
    for (const { name, options, indexes, documents } of collections) {
      await db.createCollection(name, options);
      // The index on _id, or that of a clustered collection, comes with the collection.
      const made = indexes.filter((index) => index.name !== '_id_' && !('clustered' in index));
      if (made.length > 0) await db.collection(name).createIndexes(made.map(withoutVersion));
      if (documents.length > 0) await db.collection(name).insertMany(documents);
    }
  }
}

function withoutVersion(index: IndexDescription & { v?: number }): IndexDescription {
  const { v: _v, ...rest } = index;
  return rest;
}
