import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import type { OrganizationDetails, OrganizationStatus } from './organizations.types.js';
import { prefixPattern } from '../../database/prefix-pattern.js';
import type { OrganizationRow } from './organization.schema.js';
import { toOrganization } from './organizations.repository.js';

export interface OrganizationFilter {
  /** Beginning of the name, in any case. */
  name?: string;
  status?: OrganizationStatus;
  planId?: string;
}

/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const VISIBLE = mongoose.trusted({ $ne: 'deleting' as const });

/** An organization as a person looks at it and changes it; the hot path reads OrganizationsRepository. */
@Injectable()
export class OrganizationDetailsRepository {
  constructor(@InjectModel('Organization') private readonly organizations: Model<OrganizationRow>) {}

  async find(id: string): Promise<OrganizationDetails | null> {
    if (!Types.ObjectId.isValid(id)) return null;
    const row = await this.organizations.findOne({ _id: id, lifecycle: VISIBLE }).lean<OrganizationRow>();
    return row && toDetails(row);
  }

  /** The oldest first. */
  async listOf(ids: string[]): Promise<OrganizationDetails[]> {
    const rows = await this.organizations
      .find({ _id: mongoose.trusted({ $in: ids }), lifecycle: VISIBLE })
      .sort({ _id: 1 })
      .lean<OrganizationRow[]>();
    return rows.map(toDetails);
  }

  /** The newest first. @param before only organizations made before the one of this id */
  async list(
    { name, status, planId }: OrganizationFilter,
    before: string | undefined,
    limit: number,
  ): Promise<OrganizationDetails[]> {
    const rows = await this.organizations
      .find({
        lifecycle: VISIBLE,
        ...(before === undefined ? {} : { _id: mongoose.trusted({ $lt: new Types.ObjectId(before) }) }),
        ...(name === undefined ? {} : { name: beginsWith(name) }),
        ...(status === undefined ? {} : { status }),
        ...(planId === undefined ? {} : { plan_id: planId }),
      })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<OrganizationRow[]>();
    return rows.map(toDetails);
  }

  /** False when it has this status already, or is not there. */
  async setStatus(
    id: string,
    status: OrganizationStatus,
    reason: string | undefined,
    session: ClientSession,
  ): Promise<boolean> {
    const other = mongoose.trusted({ $ne: status });
    const note = reason === undefined ? { $unset: { status_reason: 1 as const } } : {};
    const result = await this.organizations.updateOne(
      { _id: id, lifecycle: VISIBLE, status: other },
      {
        $set: { status, updated_at: new Date(), ...(reason === undefined ? {} : { status_reason: reason }) },
        $inc: { revision: 1 },
        ...note,
      },
      { session },
    );
    return result.modifiedCount === 1;
  }

  async setPlan(id: string, planId: string | undefined, session: ClientSession): Promise<void> {
    const now = new Date();
    const change =
      planId === undefined
        ? { $set: { updated_at: now }, $unset: { plan_id: 1 as const } }
        : { $set: { updated_at: now, plan_id: planId } };
    await this.organizations.updateOne({ _id: id }, { ...change, $inc: { revision: 1 } }, { session });
  }

  /** @param required undefined: members need no second factor any more */
  async setFactor(
    id: string,
    required: { at: Date; from: Date } | undefined,
    session: ClientSession,
  ): Promise<OrganizationDetails | null> {
    const change =
      required === undefined
        ? {
            $unset: {
              factor_required_at: 1 as const,
              factor_from: 1 as const,
              factor_reminded_at: 1 as const,
            },
          }
        : {
            $set: { factor_required_at: required.at, factor_from: required.from },
            $unset: { factor_reminded_at: 1 as const },
          };
    const row = await this.organizations
      .findOneAndUpdate({ _id: id, lifecycle: VISIBLE }, change, { session, returnDocument: 'after' })
      .lean<OrganizationRow>();
    return row && toDetails(row);
  }

  /** Whose days of grace end by `until`, and whose members were not reminded of it. */
  async listUnreminded(now: Date, until: Date, limit: number): Promise<OrganizationDetails[]> {
    const rows = await this.organizations
      .find({
        factor_from: mongoose.trusted({ $gt: now, $lte: until }),
        factor_reminded_at: mongoose.trusted({ $exists: false }),
        lifecycle: VISIBLE,
      })
      .sort({ factor_from: 1 })
      .limit(limit)
      .lean<OrganizationRow[]>();
    return rows.map(toDetails);
  }

  /** False when it was done before, or the end of the days of grace is another one by now. */
  async markReminded(id: string, from: Date, at: Date, session: ClientSession): Promise<boolean> {
    const result = await this.organizations.updateOne(
      {
        _id: id,
        factor_from: from,
        factor_reminded_at: mongoose.trusted({ $exists: false }),
        lifecycle: VISIBLE,
      },
      { $set: { factor_reminded_at: at } },
      { session },
    );
    return result.modifiedCount === 1;
  }

  /** @param revisions undefined = any @returns null when it is gone or has another revision */
  async patch(
    id: string,
    change: { settings?: Record<string, unknown>; personal?: boolean },
    revisions: number[] | undefined,
    session: ClientSession,
  ): Promise<OrganizationDetails | null> {
    // A row of an earlier version has no revision, which is shown as 0.
    const allowed = revisions?.flatMap((one) => (one === 0 ? [0, null] : [one]));
    const row = await this.organizations
      .findOneAndUpdate(
        {
          _id: id,
          lifecycle: VISIBLE,
          ...(allowed ? { revision: mongoose.trusted({ $in: allowed as number[] }) } : {}),
        },
        { $set: { ...change, updated_at: new Date() }, $inc: { revision: 1 } },
        { session, returnDocument: 'after' },
      )
      .lean<OrganizationRow>();
    return row && toDetails(row);
  }
}

/** Operators only: the newest first along `_id`, 20,000 rows in some 10 ms. */
function beginsWith(text: string): RegExp {
  return new RegExp(prefixPattern(text), 'i');
}

function toDetails(row: OrganizationRow): OrganizationDetails {
  return {
    ...toOrganization(row),
    domain: row.domain ?? undefined,
    personal: row.personal,
    settings: row.settings,
    statusReason: row.status_reason,
    factorRequiredAt: row.factor_required_at,
    revision: row.revision ?? 0,
  };
}
