import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { MemberCount } from './member-count.schema.js';
import type { MembershipRow } from './membership.schema.js';

/** Rows of a reply: twenty thousand organizations are one round trip. */
const WHOLE = 100_000;

/** What a membership is counted under. */
export type Counted = Pick<MembershipRow, 'role' | 'status'>;

/**
 * The kept counts of memberships. Every method with a session belongs into the transaction that changes one, behind
 * MembershipLockService.take. An organization without a row is not counted yet, and changes leave it so.
 */
@Injectable()
export class MemberCountsRepository {
  constructor(
    @InjectModel('MemberCount') private readonly counts: Model<MemberCount>,
    @InjectModel('Membership') private readonly memberships: Model<MembershipRow>,
  ) {}

  /** Of an organization that is being made, or made again under its old id, whose counts may have stayed. */
  async begin(orgId: string, { role, status }: Counted, session: ClientSession): Promise<void> {
    await this.counts.collection.replaceOne(
      { _id: orgId as never },
      { places: { [role]: { [status]: 1 } } },
      { session, upsert: true },
    );
  }

  /** @param before undefined: a new membership @param after undefined: one that is gone */
  async move(
    orgId: string,
    before: Counted | undefined,
    after: Counted | undefined,
    session: ClientSession,
  ): Promise<void> {
    if (before?.role === after?.role && before?.status === after?.status) return;
    await this.counts.collection.updateOne(
      { _id: orgId as never },
      { $inc: { ...(before && { [pathOf(before)]: -1 }), ...(after && { [pathOf(after)]: 1 }) } },
      { session },
    );
  }

  async remove(orgId: string, session: ClientSession): Promise<void> {
    await this.counts.collection.deleteOne({ _id: orgId as never }, { session });
  }

  /** Counts anew what there is. */
  async recount(orgId: string, session: ClientSession): Promise<void> {
    const rows = await this.memberships.aggregate<Group>(grouped(orgId)).session(session);
    await this.counts.collection.replaceOne(
      { _id: orgId as never },
      { places: Object.fromEntries(countsOf(rows).get(orgId) ?? []) },
      { upsert: true, session },
    );
  }

  async list(): Promise<MemberCount[]> {
    return this.counts.collection.find<MemberCount>({}, { batchSize: WHOLE }).toArray();
  }

  /** Active members by organization; one that has no kept count is left out. */
  async activeIn(orgIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.counts.collection.find({ _id: { $in: [...orgIds] as never[] } }).toArray();
    return new Map(
      (rows as unknown as MemberCount[]).map(({ _id, places }) => [
        String(_id),
        Object.values(places).reduce((sum, by) => sum + (by.active ?? 0), 0),
      ]),
    );
  }

  /** Organizations whose kept counts are missing, or are not what a count of their memberships gives now. */
  async listWrong(): Promise<string[]> {
    const kept = new Map((await this.list()).map(({ _id, places }) => [_id, textOf(Object.entries(places))]));
    const wrong: string[] = [];
    const counted = countsOf(await this.memberships.aggregate<Group>(grouped()));
    for (const [orgId, counts] of counted) {
      if (kept.get(orgId) !== textOf([...counts])) wrong.push(orgId);
      kept.delete(orgId);
    }
    return [...wrong, ...kept.keys()];
  }
}

interface Group {
  _id: { org: string } & Counted;
  n: number;
}

type RoleCounts = Map<string, Partial<Record<MembershipRow['status'], number>>>;

/** Answered from the index { org_id, status, role } alone. */
const grouped = (orgId?: string) => [
  { $match: { org_id: orgId ?? { $gt: '' } } },
  { $group: { _id: { org: '$org_id', role: '$role', status: '$status' }, n: { $sum: 1 } } },
];

function countsOf(rows: Group[]): Map<string, RoleCounts> {
  const all = new Map<string, RoleCounts>();
  for (const { _id, n } of rows) {
    const counts = all.get(_id.org) ?? (new Map() as RoleCounts);
    all.set(_id.org, counts.set(_id.role, { ...counts.get(_id.role), [_id.status]: n }));
  }
  return all;
}

/** Comparable; counts of zero, which a row keeps, do not tell two apart. */
const textOf = (counts: [string, MemberCount['places'][string]][]): string =>
  counts
    .flatMap(([role, byStatus]) => Object.entries(byStatus).map(([status, n]) => `${role} ${status} ${n}`))
    .filter((text) => !text.endsWith(' 0'))
    .sort()
    .join();

/** A role's key has no dot and no $ (ROLE_KEY). */
const pathOf = ({ role, status }: Counted): string => `places.${role}.${status}`;
