import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, trusted } from 'mongoose';
import type { RolePermission } from '../access/roles.types.js';
import type { ApiKeyRow } from './api-key.schema.js';
import type { ApiKeyKind, RevocationReason } from './api-keys.types.js';

/** Seconds that a dead key is listed. */
const LISTED_MS = 90 * 24 * 3_600_000;
/** A row of the collection that is no key: what tells ids of ours from made-up ones. It is backed up with them. */
const TAG_ROW = 'tag';

export interface KeyUse {
  readonly id: string;
  readonly at: Date;
  readonly ip: string;
}

export interface KeyOwner {
  readonly orgId: string;
  /** Only this person's. */
  readonly userId?: string;
  readonly kind?: ApiKeyKind;
}

@Injectable()
export class ApiKeysRepository {
  constructor(@InjectModel('ApiKey') private readonly keys: Model<ApiKeyRow>) {}

  /** The same for every instance. */
  async tagKey(): Promise<Buffer> {
    const tags = this.keys.db.collection<{ _id: string; tag_key: string }>(this.keys.collection.name);
    const row = await tags.findOneAndUpdate(
      { _id: TAG_ROW },
      { $setOnInsert: { tag_key: randomBytes(32).toString('base64') } },
      { upsert: true, returnDocument: 'after' },
    );
    return Buffer.from(row!.tag_key, 'base64');
  }

  async insert(row: ApiKeyRow, session: ClientSession): Promise<void> {
    const purge_at = row.expires_at && new Date(row.expires_at.getTime() + LISTED_MS);
    await this.keys.create([{ ...row, purge_at }], { session });
  }

  async find(id: string, session?: ClientSession): Promise<ApiKeyRow | null> {
    return this.keys
      .findOne({ _id: id, org_id: trusted({ $exists: true }) })
      .session(session ?? null)
      .lean<ApiKeyRow>();
  }

  /** Newest first. @param after a row of the page before */
  async list(owner: KeyOwner, after: ApiKeyRow | undefined, limit: number): Promise<ApiKeyRow[]> {
    const older = after && [
      { created_at: trusted({ $lt: after.created_at }) },
      { created_at: after.created_at, _id: trusted({ $lt: after._id }) },
    ];
    return this.keys
      .find({ ...filterOf(owner), ...(older ? { $or: older } : {}) })
      .sort({ created_at: -1, _id: -1 })
      .limit(limit)
      .lean<ApiKeyRow[]>();
  }

  /** Those that open something, at most `limit` + 1. */
  async countLive(orgId: string, now: Date, limit?: number, session?: ClientSession): Promise<number> {
    const query = this.keys.countDocuments({
      org_id: orgId,
      revoked_at: trusted({ $exists: false }),
      $or: [{ expires_at: trusted({ $exists: false }) }, { expires_at: trusted({ $gt: now }) }],
    });
    if (limit !== undefined) void query.limit(limit + 1);
    return query.session(session ?? null);
  }

  /** The new row of a key that the transaction has read. An undefined value takes a field away. */
  async change(
    { _id, updated_at }: ApiKeyRow,
    change: Partial<Omit<ApiKeyRow, '_id'>>,
    session: ClientSession,
  ): Promise<ApiKeyRow> {
    const later = new Date(Math.max(Date.now(), updated_at.getTime() + 1));
    const entries = Object.entries(change);
    const gone = entries.filter(([, value]) => value === undefined).map(([name]) => [name, 1]);
    const kept = entries.filter(([, value]) => value !== undefined);
    const $unset = Object.fromEntries(gone) as Record<string, 1>;
    const row = await this.keys
      .findByIdAndUpdate(
        _id,
        { $set: { ...Object.fromEntries(kept), updated_at: later }, ...(gone.length > 0 ? { $unset } : {}) },
        { session, returnDocument: 'after' },
      )
      .lean<ApiKeyRow>();
    return row!; // a deletion meanwhile makes this transaction conflict
  }

  expiry(expires_at: Date | undefined): Pick<ApiKeyRow, 'expires_at' | 'purge_at'> {
    return { expires_at, purge_at: expires_at && new Date(expires_at.getTime() + LISTED_MS) };
  }

  revoke(
    row: ApiKeyRow,
    revocation: RevocationReason,
    now: Date,
    session: ClientSession,
  ): Promise<ApiKeyRow> {
    const purge_at = new Date(now.getTime() + LISTED_MS);
    return this.change(row, { revoked_at: now, revocation, previous: undefined, purge_at }, session);
  }

  /** A person's keys in an organization that are not revoked. */
  async listPersonal(orgId: string, userId: string, session: ClientSession): Promise<ApiKeyRow[]> {
    return this.keys
      .find({ org_id: orgId, user_id: userId, revoked_at: trusted({ $exists: false }) })
      .session(session)
      .lean<ApiKeyRow[]>();
  }

  /** Keys of any organization that are not revoked and hold one of these, by id. */
  async holding(
    scopes: readonly RolePermission[],
    limit: number,
    session: ClientSession,
  ): Promise<ApiKeyRow[]> {
    return this.keys
      .find({ scopes: trusted({ $in: [...scopes] }), revoked_at: trusted({ $exists: false }) })
      .sort({ _id: 1 })
      .limit(limit)
      .session(session)
      .lean<ApiKeyRow[]>();
  }

  async removeAllOf(orgId: string, session: ClientSession): Promise<void> {
    await this.keys.deleteMany({ org_id: orgId }, { session });
  }

  /** Of several instances the latest use stays. */
  async noteUses(uses: readonly KeyUse[]): Promise<void> {
    await this.keys.bulkWrite(
      uses.map(({ id, at, ip }) => ({
        updateOne: {
          filter: { _id: id, last_used_at: trusted({ $not: trusted({ $gte: at }) }) },
          update: { $set: { last_used_at: at, last_used_ip: ip } },
        },
      })),
      { ordered: false },
    );
  }
}

const filterOf = ({ orgId, userId, kind }: KeyOwner) => ({
  org_id: orgId,
  ...(userId === undefined ? {} : { user_id: userId }),
  ...(kind === undefined || userId !== undefined
    ? {}
    : { user_id: trusted({ $exists: kind === 'personal' }) }),
});
