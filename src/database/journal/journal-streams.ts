import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Timestamp } from 'mongodb';
import type { Connection } from 'mongoose';
import { Env } from '../../config/env.js';
import { JournalStream } from './journal-stream.js';

const HOMES = 'organizations';

/** Opens the stream of the cluster. */
@Injectable()
export class JournalStreams {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly env: Env,
  ) {}

  /** How the names of databases begin; others are named one by one. */
  get prefix(): string {
    return this.env.DATABASE_PREFIX;
  }

  /** The collection of master that says who lives where. */
  get homes(): { db: string; coll: string } {
    return { db: this.connection.db!.databaseName, coll: HOMES };
  }

  /** Behind a token, or from a moment on. @param others databases whose names do not begin with the prefix */
  open({ token, at }: { token?: string; at?: Timestamp }, others: readonly string[]): JournalStream {
    const start = token === undefined ? { at: at! } : { token };
    const { connection, prefix, homes } = this;
    return new JournalStream(connection.getClient(), connection.db!.admin(), start, {
      prefix,
      others,
      homes,
    });
  }
}
