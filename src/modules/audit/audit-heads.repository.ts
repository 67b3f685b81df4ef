import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { duplicateKey } from '../../database/duplicate-key.js';
import { HEADS, type HeadRow } from './audit-head.schema.js';
import type { HeadQuery, PublishedHead } from './audit-heads.types.js';

/** Heads that were published, in master: rows are only added. */
@Injectable()
export class AuditHeadsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** One head a place: a second one for the same entries is left out. */
  async insert({ at, ...head }: PublishedHead): Promise<void> {
    try {
      await this.rows.insertOne({ _id: `${head.log}:${head.count}`, ...head, at: new Date(at) });
    } catch (error) {
      if (duplicateKey(error) === null) throw error;
    }
  }

  /** Newest first. */
  async list(log: string, { from, to, cursor, limit }: HeadQuery): Promise<PublishedHead[]> {
    const at = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) };
    const rows = await this.rows
      .find({
        log,
        ...(cursor === undefined ? {} : { count: { $lt: cursor } }),
        ...(from || to ? { at } : {}),
      })
      .sort({ count: -1 })
      .limit(limit)
      .toArray();
    return rows.map(({ _id, ...head }) => ({ ...head, at: head.at.toISOString() }));
  }

  /** The newest head of a log that stands before a place. */
  async lastBefore(log: string, place: number): Promise<PublishedHead | undefined> {
    return (await this.list(log, { cursor: place, limit: 1 }))[0];
  }

  /** How many entries the newest head of each log says it has. */
  async counts(logs: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.rows
      .aggregate<{ _id: string; count: number }>([
        { $match: { log: { $in: [...logs] } } },
        { $sort: { log: 1, count: -1 } },
        { $group: { _id: '$log', count: { $first: '$count' } } },
      ])
      .toArray();
    return new Map(rows.map(({ _id, count }) => [_id, count]));
  }

  private get rows() {
    return this.connection.collection<HeadRow>(HEADS);
  }
}
