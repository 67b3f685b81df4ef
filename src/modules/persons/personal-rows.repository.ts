import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Document, Filter } from 'mongodb';
import mongoose, { type ClientSession, type Connection } from 'mongoose';

/** Who a row is about. */
export interface Person {
  id: string;
  /** Canonical address. */
  email: string;
}

interface PersonalRows {
  /** Name in the export. */
  name: string;
  collection: string;
  of: (person: Person) => Filter<Document>;
  /** Fields that are shown: no hash, and no secret, sealed or not. */
  shown: readonly string[];
}

const byUser = ({ id }: Person): Filter<Document> => ({ user_id: id });
const byId = ({ id }: Person): Filter<Document> => ({ _id: id as never });

/** Everything that is kept of a person in master, but for the account itself and the audit log. */
export const PERSONAL_ROWS: readonly PersonalRows[] = [
  {
    name: 'memberships',
    collection: 'memberships',
    of: byUser,
    shown: ['org_id', 'user_name', 'role', 'status', 'created_at', 'updated_at'],
  },
  {
    name: 'sessions',
    collection: 'sessions',
    of: byUser,
    shown: [
      '_id',
      'kind',
      'organization_id',
      'client_id',
      'ip',
      'user_agent',
      'factor_at',
      'created_at',
      'rotated_at',
      'expires_at',
    ],
  },
  { name: 'second_factor', collection: 'second_factors', of: byId, shown: ['created_at'] },
  { name: 'second_factor_enrolments', collection: 'factor_enrolments', of: byId, shown: ['expires_at'] },
  {
    name: 'remembered_devices',
    collection: 'remembered_devices',
    of: byUser,
    shown: ['_id', 'ip', 'user_agent', 'created_at', 'last_used_at', 'expires_at'],
  },
  {
    name: 'api_keys',
    collection: 'api_keys',
    of: byUser,
    shown: [
      '_id',
      'org_id',
      'name',
      'scopes',
      'addresses',
      'created_at',
      'expires_at',
      'rotated_at',
      'revoked_at',
      'revocation',
      'last_used_at',
      'last_used_ip',
    ],
  },
  {
    name: 'invitations_received',
    collection: 'invitations',
    of: ({ email }) => ({ email }),
    shown: [
      '_id',
      'org_id',
      'email',
      'role',
      'state',
      'inviter',
      'sent_at',
      'expires_at',
      'created_at',
      'closed_at',
    ],
  },
  {
    name: 'invitations_sent',
    collection: 'invitations',
    of: ({ id }) => ({ invited_by: id }),
    shown: ['_id', 'org_id', 'role', 'state', 'inviter', 'sent_at', 'expires_at', 'created_at', 'closed_at'],
  },
  {
    name: 'impersonations',
    collection: 'impersonations',
    of: byUser,
    shown: ['organization_id', 'reason', 'created_at', 'expires_at', 'ended_at'],
  },
  {
    name: 'mailed_links',
    collection: 'one_time_codes',
    of: byUser,
    shown: ['purpose', 'created_at', 'expires_at'],
  },
  {
    name: 'mails',
    collection: 'outbox',
    of: ({ email }) => ({ to: email }),
    shown: ['to', 'template', 'org_id', 'state', 'created_at', 'sent_at'],
  },
];

/** Collections that are emptied of a person in the transaction that ends the account: what lets them in. */
const AT_ONCE = ['sessions', 'second_factors', 'factor_enrolments', 'remembered_devices', 'one_time_codes'];

/** Fields of the account that are shown. */
const ACCOUNT = [
  ...['_id', 'seq', 'email', 'email_verified', 'name', 'phone', 'locale', 'profile', 'settings', 'status'],
  ...['organization_id', 'platform_operator', 'synthetic', 'made_by', 'owned_since', 'proved_at'],
  ...['proved_domain', 'password_at', 'must_change_password', 'factor_since', 'created_at', 'updated_at'],
];

/** The rows of master that are about one person, whatever room they belong to (ADR-0070). */
@Injectable()
export class PersonalRowsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async account(id: string): Promise<Document | null> {
    const _id = new mongoose.Types.ObjectId(id);
    return this.rows('admin_users').findOne({ _id }, { projection: projection(ACCOUNT) });
  }

  /** The rows of one kind, as they are shown. */
  list({ collection, of, shown }: PersonalRows, person: Person): AsyncIterable<Document> {
    return this.rows(collection).find(of(person), { projection: projection(shown), batchSize: 100 });
  }

  /** Whatever lets somebody in as this person. */
  async removeAccess(person: Person, session: ClientSession): Promise<void> {
    for (const { collection, of } of PERSONAL_ROWS) {
      if (AT_ONCE.includes(collection)) await this.rows(collection).deleteMany(of(person), { session });
    }
  }

  /**
   * What else is about the person. Safe to repeat.
   * @param before rows of later are somebody else's, who has the address now
   * @param kept key of the mail that tells of the deletion
   */
  async removeRest({ id, email }: Person, before: Date, kept: string): Promise<void> {
    const created_at = { $lte: before };
    await this.rows('api_keys').deleteMany({ user_id: id });
    await this.rows('impersonations').deleteMany({ user_id: id });
    await this.rows('address_requests').deleteMany({ email, created_at });
    await this.rows('outbox').deleteMany({ to: email, created_at, key: { $ne: kept } });
    await this.rows('invitations').deleteMany({ email, created_at });
    // An invitation that the person sent goes on, or is history: it no longer says who.
    await this.rows('invitations').updateMany({ invited_by: id }, { $set: { inviter: '' } });
    await this.rows('invitations').updateMany({ accepted_by: id }, { $unset: { accepted_by: true } });
  }

  private rows(collection: string) {
    return this.connection.collection(collection);
  }
}

const projection = (fields: readonly string[]): Record<string, 1 | 0> => ({
  ...Object.fromEntries(fields.map((name) => [name, 1 as const])),
  ...(fields.includes('_id') ? {} : { _id: 0 }),
});
