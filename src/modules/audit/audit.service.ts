import { Injectable } from '@nestjs/common';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditChainsService, PLATFORM_CHAIN } from './audit-chains.service.js';
import { AuditRepository, type NewEntry } from './audit.repository.js';
import type { AuditRow } from './audit.schema.js';
import type { Act, AuditEntry, AuditQuery, Verification } from './audit.types.js';
import { plainDetails } from './chain.js';
import { newSalts } from './entries.js';

/** Entries read at once. */
const BATCH = 500;

/**
 * Who did what, when, and from where. Entries are hash-chained per organization, so an entry that was edited,
 * removed or put in is found; and creating one organization never waits for another.
 */
@Injectable()
export class AuditService {
  constructor(
    private readonly log: AuditRepository,
    private readonly chains: AuditChainsService,
    private readonly transactions: Transactions,
    private readonly events: DomainEventBus,
  ) {}

  /**
   * Writes an act into its log, with the act's own transaction: both are there or neither. Acts of one
   * organization conflict here and are tried again, so it comes late in a long transaction.
   */
  async record(act: Act, session: Tx): Promise<void> {
    const row = await this.chains.append(newEntry(act), session);
    if (row.org_id !== undefined) await this.events.emit('audit.recorded', toEntry(row), session);
  }

  /** For an act without a transaction of its own; written before the answer. */
  async recordAlone(act: Act): Promise<void> {
    await this.transactions.run((session) => this.record(act, session));
  }

  /** The first entry of an organization that is being made in this transaction: nothing is read. */
  async begin(act: Act & { orgId: string }, session: Tx): Promise<void> {
    await this.chains.begin(newEntry(act), session);
  }

  /**
   * Newest first.
   * @param chain an organization's id or PLATFORM_CHAIN; undefined = every chain
   * @throws AppError query.invalid for a cursor of another list
   */
  async list(
    chain: string | undefined,
    { cursor, limit, ...filter }: AuditQuery,
  ): Promise<{ items: AuditEntry[]; next: string | null }> {
    const shape = chain === undefined ? /^[0-9a-f]{24}$/ : /^[1-9]\d{0,14}$/;
    if (cursor !== undefined && !shape.test(cursor)) {
      throw foreignCursor();
    }
    const rows =
      chain === undefined
        ? await this.log.listAll(filter, cursor, limit)
        : await this.log.listChain(
            { chain, ...filter },
            cursor === undefined ? undefined : Number(cursor),
            limit,
          );
    const last = rows.length < limit ? undefined : rows.at(-1);
    const next = last && (chain === undefined ? last._id.toHexString() : String(last.n));
    return { items: rows.map(toEntry), next: next ?? null };
  }

  /** Entries of an organization behind a place, oldest first. */
  async listAfter(orgId: string, after: number, limit: number): Promise<AuditEntry[]> {
    return (await this.log.listAfter(orgId, after, limit)).map(toEntry);
  }

  /** What a person did, in every log, in the order of its ids, a batch at a time. */
  async *listOfActor(personId: string): AsyncGenerator<AuditEntry[], void> {
    const { own } = this.log.ofPerson(personId);
    let last: AuditRow | undefined;
    do {
      const rows = await own(last, BATCH);
      yield rows.map(toEntry);
      last = rows.length < BATCH ? undefined : rows.at(-1);
    } while (last !== undefined);
  }

  /** The place of the first entry of an organization at or after a moment. */
  firstSince(orgId: string, moment: Date): Promise<number | undefined> {
    return this.log.firstSince(orgId, moment);
  }

  /** The place of the newest entry of an organization; 0: there is none. */
  endOf(orgId: string): Promise<number> {
    return this.log.endOf(orgId);
  }

  /** An entry that the change feed told, as it is stored. */
  read(stored: Record<string, unknown>): AuditEntry {
    return toEntry(stored as unknown as AuditRow);
  }

  /** Reads a whole chain and recomputes it. @param chain an organization's id or PLATFORM_CHAIN */
  verify(chain: string): Promise<Verification> {
    return this.chains.verify(chain);
  }
}

function newEntry(act: Act): NewEntry {
  const details = plainDetails(act.details ?? {});
  const salts = newSalts({ action: act.action, target_type: act.targetType, details, ip: act.ip });
  return {
    chain: act.orgId ?? PLATFORM_CHAIN,
    at: new Date(),
    action: act.action,
    actor_id: act.actorId,
    impersonator_id: act.impersonatorId,
    api_key_id: act.apiKeyId,
    org_id: act.orgId,
    target_type: act.targetType,
    target_id: act.targetId,
    details,
    request_id: act.requestId,
    client_request_id: act.clientRequestId,
    ip: act.ip,
    ...(salts === undefined ? {} : { salts }),
  };
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row._id.toHexString(),
    seq: row.n,
    at: row.at,
    action: row.action,
    actorId: row.actor_id,
    impersonatorId: row.impersonator_id,
    apiKeyId: row.api_key_id,
    orgId: row.org_id,
    targetType: row.target_type,
    targetId: row.target_id,
    details: row.details,
    requestId: row.request_id,
    ip: row.ip,
    hash: row.hash,
  };
}
