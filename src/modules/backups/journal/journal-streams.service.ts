import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { Env } from '../../../config/env.js';
import { JournalScan } from './journal-scan.service.js';
import { JournalStream } from './journal-stream.js';
import type { JournalRow } from './journal.schema.js';

/** Opens the stream of the cluster. */
@Injectable()
export class JournalStreams {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly scan: JournalScan,
    private readonly env: Env,
  ) {}

  /** Where the journal goes on. */
  async open({ token, at }: JournalRow, homes: { db: string; coll: string }): Promise<JournalStream> {
    const start = token === undefined ? { at: at! } : { token };
    const prefix = this.env.DATABASE_PREFIX;
    const others = await this.scan.unusualNames(prefix);
    const { connection } = this;
    return new JournalStream(connection.getClient(), connection.db!.admin(), start, {
      prefix,
      others,
      homes,
    });
  }
}
