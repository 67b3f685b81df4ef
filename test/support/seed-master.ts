import { hashSync } from 'bcryptjs';
import { type Db, type MongoClient, ObjectId } from 'mongodb';

export const SEED_PASSWORD = 'SecurePassword123!';
const HASH = hashSync(SEED_PASSWORD, 4);

export interface SeedOrganization {
  id: ObjectId;
  adminId: ObjectId;
  name: string;
  database: string;
  email: string;
  createdAt: Date;
}

/** A master as S1's own service leaves it: its documented fields and indexes, and nothing else. */
export class SeedMaster {
  readonly db: Db;
  private n = 0;

  constructor(
    private readonly client: MongoClient,
    master: string,
  ) {
    this.db = client.db(master);
  }

  /** The documented indexes. */
  async indexes(): Promise<void> {
    await this.db.collection('organizations').createIndex({ organization_name: 1 }, { unique: true });
    await this.db.collection('admin_users').createIndex({ email: 1 }, { unique: true });
    await this.db.collection('admin_users').createIndex({ organization_id: 1 });
  }

  /** @param change fields of the two rows that are other than the seed's */
  async organization(
    name: string,
    change: {
      database?: string;
      organization?: Record<string, unknown>;
      admin?: Record<string, unknown> | null;
      documents?: object[];
    } = {},
  ): Promise<SeedOrganization> {
    const n = ++this.n;
    const database = change.database ?? `org_${name.toLowerCase().replaceAll(' ', '_')}`;
    const [id, adminId] = [new ObjectId(), new ObjectId()];
    const email = `admin${n}@${this.db.databaseName.replaceAll('_', '-')}.example`;
    const createdAt = new Date(Date.UTC(2024, 11, 12, 10, 30, n));
    await this.db.collection('organizations').insertOne({
      _id: id,
      organization_name: name,
      collection_name: database,
      admin_id: adminId.toHexString(),
      created_at: createdAt,
      ...change.organization,
    });
    if (change.admin !== null) {
      await this.db.collection('admin_users').insertOne({
        _id: adminId,
        email,
        hashed_password: HASH,
        organization_id: id.toHexString(),
        created_at: createdAt,
        ...change.admin,
      });
    }
    if (change.documents) await this.client.db(database).collection('data').insertMany(change.documents);
    return { id, adminId, name, database, email, createdAt };
  }

  /** `n` organizations at once, each with a database of one document if asked for. */
  async many(n: number, prefix: string, withDatabases: boolean): Promise<SeedOrganization[]> {
    const made = Array.from({ length: n }, (_, i) => {
      const name = `${prefix} ${i}`;
      const [id, adminId] = [new ObjectId(), new ObjectId()];
      const database = `org_${name.toLowerCase().replaceAll(' ', '_')}`;
      const email = `admin@${name.toLowerCase().replaceAll(' ', '-')}.example`;
      return { id, adminId, name, database, email, createdAt: new Date(Date.UTC(2024, 11, 12) + i * 1000) };
    });
    await this.db.collection('organizations').insertMany(
      made.map(({ id, name, database, adminId, createdAt }) => ({
        _id: id,
        organization_name: name,
        collection_name: database,
        admin_id: adminId.toHexString(),
        created_at: createdAt,
      })),
    );
    await this.db.collection('admin_users').insertMany(
      made.map(({ id, adminId, email, createdAt }) => ({
        _id: adminId,
        email,
        hashed_password: HASH,
        organization_id: id.toHexString(),
        created_at: createdAt,
      })),
    );
    if (withDatabases) {
      for (const { database, name } of made) {
        await this.client
          .db(database)
          .collection<{ _id: string }>('data')
          .insertOne({ _id: 'first', of: name } as never);
      }
    }
    return made;
  }
}
