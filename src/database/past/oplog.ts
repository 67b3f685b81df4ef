import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Timestamp } from 'mongodb';
import type { Connection } from 'mongoose';
import { isUnauthorized } from '../connection-problem.js';

/** How far back the replication log goes. */
export interface OplogReach {
  oldest: Date;
  /** When a write of now is overwritten, if as much is written as before. It has a size, and no time. */
  estimatedEnd: Date;
}

/** The server's replication log, which holds what was written, deleted documents too, until it is full. */
@Injectable()
export class Oplog {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Undefined: the database user may not look. */
  async reach(now: Date): Promise<OplogReach | undefined> {
    // eslint-disable-next-line no-restricted-syntax -- the server's own database, and nobody's
    const local = this.connection.getClient().db('local');
    try {
      const [first] = await local
        .collection('oplog.rs')
        .find({}, { projection: { ts: 1 }, limit: 1, sort: { $natural: 1 } })
        .toArray();
      const { size, maxSize } = await local.command({ collStats: 'oplog.rs' });
      const oldest = new Date((first['ts'] as Timestamp).t * 1000);
      const share = Math.min(1, Math.max(Number(size), 1) / Number(maxSize));
      const span = Math.max(now.getTime() - oldest.getTime(), 1000);
      // A log that is nearly empty would reach into years that no Date has.
      const ms = Math.min(span / share, LONGEST_MS);
      return { oldest, estimatedEnd: new Date(now.getTime() + ms) };
    } catch (error) {
      if (isUnauthorized(error)) return undefined;
      throw error;
    }
  }
}

const LONGEST_MS = 100 * 365 * 24 * 3600 * 1000;
