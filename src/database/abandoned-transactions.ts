import { Injectable, Logger } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import type { Connection } from 'mongoose';
import { APP_NAME } from './connection-options.js';

/** Between two statements of one of our transactions lie milliseconds. Its owner starts over when it lives. */
const IDLE_MS = 2000;

interface Sessions {
  cursor: { firstBatch: { lsid: Document }[] };
}

/**
 * Ends transactions whose process was killed. Until the server does it by itself (a minute by default), they
 * hold their keys: the interrupted name could neither be created again nor refused.
 */
@Injectable()
export class AbandonedTransactions {
  private readonly log = new Logger(AbandonedTransactions.name);

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @returns how many there were; 0 also where this account may not look */
  async end(): Promise<number> {
    const admin = this.connection.db!.admin();
    try {
      const found = await admin.command({
        aggregate: 1,
        cursor: {},
        pipeline: [
          { $currentOp: { allUsers: true, idleSessions: true } },
          {
            $match: {
              appName: APP_NAME,
              active: false,
              'transaction.timeInactiveMicros': { $gt: IDLE_MS * 1000 },
            },
          },
          { $project: { lsid: 1 } },
        ],
      });
      const patterns = (found as Sessions).cursor.firstBatch.map(({ lsid }) => ({ lsid }));
      if (patterns.length > 0) await admin.command({ killAllSessionsByPattern: patterns });
      return patterns.length;
    } catch (error) {
      this.log.debug(`abandoned transactions not looked for: ${(error as Error).message}`);
      return 0;
    }
  }
}
