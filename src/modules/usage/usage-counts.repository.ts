import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { ClientSession, Connection } from 'mongoose';
import type { UsageCountRow } from './usage-count.schema.js';
import { dateOfHour, type InstanceUsage, type OpenUsage, type UsageSums } from './usage.types.js';

/** Rows of one command. */
const AT_ONCE = 1000;

/** What instances counted, an hour of an organization in a row of each. */
@Injectable()
export class UsageCountsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Tells what an instance counted so far. Sums only grow, so it may be told again, and late. */
  async tell(instance: string, usages: readonly InstanceUsage[]): Promise<void> {
    for (let i = 0; i < usages.length; i += AT_ONCE) {
      const operations = usages.slice(i, i + AT_ONCE).map((usage) => told(instance, usage));
      await this.rows.bulkWrite(operations, { ordered: false });
    }
  }

  /** The earliest hour of which something is not billed. */
  async earliestOpen(): Promise<number | undefined> {
    const [row] = await this.rows
      .find({ open: true }, { projection: { hour: 1 } })
      .sort({ hour: 1 })
      .limit(1)
      .toArray();
    return row?.hour;
  }

  /** Organizations of which something up to this hour is not billed, but these. */
  async listOpen(upToHour: number, but: readonly string[], limit: number): Promise<string[]> {
    const found = await this.rows
      .aggregate<{ _id: string }>([
        { $match: { open: true, hour: { $lte: upToHour }, org_id: { $nin: [...but] } } },
        { $group: { _id: '$org_id' } },
        { $limit: limit },
      ])
      .toArray();
    return found.map(({ _id }) => _id);
  }

  findOpen(orgIds: readonly string[], upToHour: number, session: ClientSession): Promise<UsageCountRow[]> {
    const filter = { open: true, org_id: { $in: [...orgIds] }, hour: { $lte: upToHour } };
    return this.rows.find(filter, { session }).toArray();
  }

  /** Everything of these rows is billed. A row that was told more meanwhile makes the transaction start over. */
  async markBilled(rows: readonly UsageCountRow[], expiresAt: Date, session: ClientSession): Promise<void> {
    const operations = rows.map(
      ({ _id, requests, documents, bytes }): AnyBulkWriteOperation<UsageCountRow> => {
        const $set = { open: false, billed: { requests, documents, bytes }, expires_at: expiresAt };
        return { updateOne: { filter: { _id }, update: { $set, $unset: { users: 1 } } } };
      },
    );
    await this.rows.bulkWrite(operations, { session });
  }

  /** What is not billed of an organization, by hour. */
  async sumOpen(orgId: string): Promise<OpenUsage[]> {
    const left = (name: keyof UsageSums) => ({
      $sum: { $subtract: [`$${name}`, { $ifNull: [`$billed.${name}`, 0] }] },
    });
    const found = await this.rows
      .aggregate<UsageSums & { _id: number; users: string[][] }>([
        { $match: { open: true, org_id: orgId } },
        {
          $group: {
            _id: '$hour',
            requests: left('requests'),
            documents: left('documents'),
            bytes: left('bytes'),
            users: { $push: { $ifNull: ['$users', []] } },
          },
        },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    return found.map(({ _id, users, ...sums }) => ({
      ...sums,
      hour: dateOfHour(_id),
      activeMembers: new Set(users.flat()).size,
    }));
  }

  private get rows(): Collection<UsageCountRow> {
    return this.connection.db!.collection<UsageCountRow>('usage_counts');
  }
}

function told(instance: string, usage: InstanceUsage): AnyBulkWriteOperation<UsageCountRow> {
  const { organizationId, hour, requests, documents, bytes, users } = usage;
  return {
    updateOne: {
      filter: { _id: `${organizationId}:${hour}:${instance}` },
      update: {
        $set: { org_id: organizationId, hour, open: true },
        $max: { requests, documents, bytes },
        ...(users.length === 0 ? {} : { $addToSet: { users: { $each: [...users] } } }),
        $unset: { expires_at: 1 },
      },
      upsert: true,
    },
  };
}
