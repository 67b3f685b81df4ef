import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { Organization } from './organizations.types.js';
import type { OrganizationRow } from './organization.schema.js';
import { toOrganization } from './organizations.repository.js';

/** A mail domain that an organization claims. */
export interface DomainClaim {
  readonly organization: Organization;
  readonly domain: string;
  readonly isProved: boolean;
  /** Absent: claimed by an earlier version. */
  readonly claimedAt: Date | undefined;
}

/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const VISIBLE = mongoose.trusted({ $ne: 'deleting' as const });
const ABSENT = mongoose.trusted({ $exists: false });
const HAS_DOMAIN = mongoose.trusted({ $type: 'string' as const });

@Injectable()
export class DomainClaimsRepository {
  constructor(@InjectModel('Organization') private readonly organizations: Model<OrganizationRow>) {}

  async find(domain: string, session?: ClientSession): Promise<DomainClaim | null> {
    const row = await this.organizations
      .findOne({ domain, lifecycle: VISIBLE })
      .session(session ?? null)
      .lean<OrganizationRow>();
    return row && toClaim(row);
  }

  /** Of these organizations those without a domain, the oldest first. */
  async listWithout(
    ids: readonly string[],
    session: ClientSession,
  ): Promise<{ organization: Organization; origin: string }[]> {
    const rows = await this.organizations
      .find({ _id: mongoose.trusted({ $in: [...ids] }), lifecycle: VISIBLE })
      .sort({ _id: 1 })
      .session(session)
      .lean<OrganizationRow[]>();
    return rows
      .filter(({ domain }) => typeof domain !== 'string')
      .map((row) => ({ organization: toOrganization(row), origin: row.origin }));
  }

  /** Claims that nobody proved since before `moment`. Gives those of earlier versions a time of claim first. */
  async listStale(moment: Date, limit: number): Promise<DomainClaim[]> {
    const unproved = { domain: HAS_DOMAIN, domain_proved_at: ABSENT, lifecycle: VISIBLE };
    const now = new Date();
    await this.organizations.updateMany(
      { ...unproved, domain_claimed_at: ABSENT },
      { $set: { domain_claimed_at: now } },
    );
    const rows = await this.organizations
      .find({ ...unproved, domain_claimed_at: mongoose.trusted({ $lt: moment }) })
      .limit(limit)
      .lean<OrganizationRow[]>();
    return rows.map(toClaim);
  }

  async markProved(id: string, now: Date, session: ClientSession): Promise<void> {
    await this.organizations.updateOne({ _id: id }, { $set: { domain_proved_at: now } }, { session });
  }

  /** @throws MongoServerError 11000 on organizations.domain_1 */
  async give(id: string, domain: string, now: Date, session: ClientSession): Promise<void> {
    const change = { domain, domain_claimed_at: now, domain_proved_at: now, updated_at: now };
    await this.organizations.updateOne({ _id: id }, { $set: change, $inc: { revision: 1 } }, { session });
  }

  async release(id: string, now: Date, session: ClientSession): Promise<void> {
    await this.organizations.updateOne(
      { _id: id },
      {
        $set: { domain: null, updated_at: now },
        $unset: { domain_claimed_at: 1, domain_proved_at: 1 },
        $inc: { revision: 1 },
      },
      { session },
    );
  }
}

const toClaim = (row: OrganizationRow): DomainClaim => ({
  organization: toOrganization(row),
  domain: row.domain!,
  isProved: row.domain_proved_at !== undefined,
  claimedAt: row.domain_claimed_at,
});
