import { MongoClient } from 'mongodb';
import type { Env } from '../config/env.js';

/** Start-up cannot go on with this database; the message is for the person at the terminal. */
export class DatabaseUnusable extends Error {}

/**
 * Asks the server once whether it can be used.
 * @throws DatabaseUnusable when it does not answer within 4 seconds, or is not part of a replica set
 */
export async function checkDatabase(env: Env): Promise<void> {
  const client = new MongoClient(env.MONGODB_URL!, {
    serverSelectionTimeoutMS: 2000,
    connectTimeoutMS: 2000,
  });
  try {
    await client.connect();
    const hello = await client.db().command({ hello: 1 });
    if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid') {
      throw new DatabaseUnusable(
        'this MongoDB is a standalone server, and transactions need a replica set: start mongod with --replSet rs0 and run rs.initiate() once in mongosh',
      );
    }
  } catch (cause) {
    if (cause instanceof DatabaseUnusable) throw cause;
    throw new DatabaseUnusable((cause as Error).message, { cause });
  } finally {
    await client.close();
  }
}
