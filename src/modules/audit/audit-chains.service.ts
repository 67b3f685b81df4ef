import { Injectable } from '@nestjs/common';
import type { MasterMigration } from '../../database/master-migrations.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { type AuditAnchor, type ChainEnd, endOf, isGenuine, newAnchor } from './audit-anchor.js';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository, type NewEntry } from './audit.repository.js';
import type { AuditRow } from './audit.schema.js';
import type { Verification } from './audit.types.js';
import { GENESIS } from './chain.js';
import { isGenuineRow } from './entries.js';

/** The chain of what belongs to no organization. */
export const PLATFORM_CHAIN = 'platform';

/** The chains of the audit log: appended with a key, anchored beside the log, verified as a whole (ADR-0032). */
@Injectable()
export class AuditChainsService {
  constructor(
    private readonly log: AuditRepository,
    private readonly keys: AuditKeysService,
    private readonly transactions: Transactions,
  ) {}

  /** The platform's chain begins with the first start, so that a chain that is gone is never mistaken for a new one. */
  async beginPlatform(): Promise<void> {
    if (await this.log.hasEnd(PLATFORM_CHAIN)) return;
    const began = {
      chain: PLATFORM_CHAIN,
      at: new Date(),
      action: 'audit.began' as const,
      actor_id: null,
      target_type: 'audit',
      target_id: PLATFORM_CHAIN,
      details: {},
    };
    await this.transactions.run(async (session) => {
      if (!(await this.log.hasEnd(PLATFORM_CHAIN, session))) await this.begin(began, session);
    });
  }

  /** A migration: the chains of a version without anchors get one. */
  readonly anchorFormer: MasterMigration['up'] = async (connection, signal) =>
    this.log.anchorFormer(connection, await this.keys.current(), signal);

  /** The first entry of a chain that cannot exist yet: nothing is read. */
  async begin(entry: NewEntry, session: Tx): Promise<void> {
    await this.log.begin(entry, await this.keys.current(), session);
  }

  /** Acts go on whatever was done to the log; what cannot be vouched for stays marked for ever. */
  async append(entry: NewEntry, session: Tx): Promise<AuditRow> {
    const key = await this.keys.current();
    const anchor = await this.log.take(entry.chain, session);
    const isTrusted = anchor !== null && isGenuine(anchor, await this.keys.find(anchor.key));
    const end = isTrusted ? endOf(anchor) : await this.doubtful(entry.chain, anchor, session);
    return this.log.append(entry, end, key, session);
  }

  /** Reads a whole chain and recomputes it. Every chain has a first entry: one without any is not intact. */
  async verify(chain: string): Promise<Verification> {
    const scan = new Scan(this.keys);
    const anchor = await this.log.read(chain, (row) => scan.add(row));
    const genuine = anchor !== null && isGenuine(anchor, await this.keys.find(anchor.key));
    return scan.result(anchor, genuine);
  }

  /** The end of a chain whose anchor is missing or was not written by this service. */
  private async doubtful(chain: string, anchor: AuditAnchor | null, session: Tx): Promise<ChainEnd> {
    const last = await this.log.lastOf(chain, session);
    const count = last?.n ?? 0;
    const suspect = Math.max(1, Math.min(count, anchor?.suspect ?? count));
    return { ...newAnchor(chain), count, last: last?.hash ?? GENESIS, suspect };
  }
}

/** One reading of a chain, from its first entry to its end. */
class Scan {
  private expected = 1;
  private prev = GENESIS;
  private firstBroken: number | null = null;
  private unkeyed = 0;

  constructor(private readonly keys: AuditKeysService) {}

  async add(row: AuditRow): Promise<void> {
    if (this.firstBroken !== null) return;
    if (row.key === undefined) this.unkeyed = this.expected;
    const fits =
      row.n === this.expected &&
      row.prev === this.prev &&
      (await isGenuineRow(row, (n) => this.keys.find(n)));
    if (!fits) this.firstBroken = this.expected;
    this.prev = row.hash;
    this.expected++;
  }

  result(anchor: AuditAnchor | null, genuine: boolean): Verification {
    const entries = anchor?.count ?? this.expected - 1;
    const head = anchor?.last ?? null;
    const broken = [this.firstBroken, anchor?.suspect, ...this.faultsOfEnd(anchor, genuine)];
    const places = broken.filter((place) => place !== null && place !== undefined);
    const firstBroken = places.length === 0 ? null : Math.max(1, Math.min(...places));
    return { intact: firstBroken === null, entries, head, firstBroken };
  }

  /** Places that do not fit the anchor. */
  private faultsOfEnd(anchor: AuditAnchor | null, genuine: boolean): number[] {
    const read = this.expected - 1;
    if (anchor === null) return [read];
    const faults: number[] = [];
    if (!genuine) faults.push(Math.min(read, anchor.count));
    if (read !== anchor.count) faults.push(Math.min(read, anchor.count) + 1);
    else if (this.prev !== anchor.last) faults.push(read);
    // An entry without a key among those that must have one was written by a process that has none.
    if (this.unkeyed >= anchor.keyed_from) faults.push(anchor.keyed_from);
    return faults;
  }
}
