import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, trusted } from 'mongoose';
import type { EndpointRow, LaneRow } from './endpoint.schema.js';
import type { OffReason } from './webhooks.types.js';

const THERE = { removed_at: trusted({ $exists: false }) };

@Injectable()
export class EndpointsRepository {
  constructor(
    @InjectModel('WebhookEndpoint') private readonly endpoints: Model<EndpointRow>,
    @InjectModel('WebhookLane') private readonly lanes: Model<LaneRow>,
  ) {}

  async insert(row: EndpointRow, session: ClientSession): Promise<void> {
    await this.endpoints.create([row], { session });
    const lane: LaneRow = { _id: row._id, until: new Date(0), rests_until: new Date(0), failures: 0 };
    await this.lanes.create([lane], { session });
  }

  async list(orgId: string, session?: ClientSession): Promise<EndpointRow[]> {
    return this.endpoints
      .find({ org_id: orgId, ...THERE })
      .sort({ _id: 1 })
      .session(session ?? null)
      .lean<EndpointRow[]>();
  }

  async count(orgId: string, session: ClientSession): Promise<number> {
    return this.endpoints.countDocuments({ org_id: orgId, ...THERE }).session(session);
  }

  async find(orgId: string, id: string, session?: ClientSession): Promise<EndpointRow | null> {
    return this.endpoints
      .findOne({ _id: id, org_id: orgId, ...THERE })
      .session(session ?? null)
      .lean<EndpointRow>();
  }

  /** For the worker: of any organization, also one that is removed. */
  async read(id: string): Promise<EndpointRow | null> {
    return this.endpoints.findById(id).lean<EndpointRow>();
  }

  /** Those that take no deliveries: removed, or off. */
  async readMany(ids: readonly string[]): Promise<EndpointRow[]> {
    return this.endpoints.find({ _id: trusted({ $in: [...ids] }) }).lean<EndpointRow[]>();
  }

  /** The new row. Two versions never share a moment. @param unset fields to take away */
  async update(
    { _id, updated_at }: EndpointRow,
    change: Partial<EndpointRow>,
    session: ClientSession,
    unset: Record<string, 1> = {},
  ): Promise<EndpointRow> {
    const later = new Date(Math.max(Date.now(), updated_at.getTime() + 1));
    const row = await this.endpoints
      .findByIdAndUpdate(
        _id,
        { $set: { ...change, updated_at: later }, $unset: unset },
        { session, returnDocument: 'after' },
      )
      .lean<EndpointRow>();
    return row!; // a removal meanwhile makes this transaction conflict
  }

  /** @returns the row as it was; null when it is off already, or gone */
  async switchOff(id: string, reason: OffReason, session: ClientSession): Promise<EndpointRow | null> {
    const off = { reason, at: new Date() };
    return this.endpoints
      .findOneAndUpdate(
        { _id: id, enabled: true, ...THERE },
        { $set: { enabled: false, off, updated_at: new Date() } },
        { session },
      )
      .lean<EndpointRow>();
  }

  /** Its secrets go at once. */
  async markRemoved(id: string, session: ClientSession): Promise<void> {
    await this.endpoints.updateOne({ _id: id }, GONE(), { session });
  }

  async markAllRemoved(orgId: string, session: ClientSession): Promise<void> {
    await this.endpoints.updateMany({ org_id: orgId, ...THERE }, GONE(), { session });
  }

  async listRemoved(): Promise<string[]> {
    const rows = await this.endpoints
      .find({ removed_at: trusted({ $exists: true }) }, { _id: 1 })
      .limit(1000)
      .lean<{ _id: string }[]>();
    return rows.map(({ _id }) => _id);
  }

  /** The last trace of one that was removed. */
  async forget(id: string): Promise<void> {
    await this.lanes.deleteOne({ _id: id });
    await this.endpoints.deleteOne({ _id: id, removed_at: trusted({ $exists: true }) });
  }

  /** Those with something sealed before a moment; a page behind an id. */
  async page(after: string, limit: number): Promise<EndpointRow[]> {
    return this.endpoints
      .find({ _id: trusted({ $gt: after }), ...THERE })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<EndpointRow[]>();
  }

  /** Seals a secret anew, unless it was replaced meanwhile. */
  async reseal(id: string, before: Buffer, after: Buffer): Promise<void> {
    await this.endpoints.collection.updateOne({ _id: id, 'secrets.sealed': before } as never, {
      $set: { 'secrets.$.sealed': after },
    });
  }
}

const GONE = () => ({ $set: { removed_at: new Date(), enabled: false, secrets: [] } });
