import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { PLATFORM_CHAIN } from '../audit/audit-chains.service.js';
import { AuditService } from '../audit/audit.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { Session } from './session.schema.js';
import { SessionsRepository } from './sessions.repository.js';

/** A sign-in is recorded within so many milliseconds; those that come together share a transaction. */
const WITHIN_MS = 200;
/** What an instance that was killed did not record is looked for this often, when it is as old as that. */
const SWEEP_MS = 60_000;
/** Sign-ins of one organization in one transaction. */
const TOGETHER = 50;
const BATCH = 500;

/**
 * Writes sign-ins into the log of the organization that they opened, and so tells them to webhooks, after the answer:
 * the row of a session says that it is not recorded yet, and the transaction that records it takes that back. Each
 * sign-in is recorded once, whoever is killed when (ADR-0072).
 */
@Injectable()
export class SignInRecordsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Opened here and not recorded. */
  private own = new Set<string>();
  private sweptAt = -Infinity;
  private readonly task: PeriodicTask;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly work: BackgroundWork,
    private readonly env: Env,
  ) {
    const run = () => this.recordAll();
    this.task = work.periodic({
      name: 'sign-in records',
      first: 0,
      every: SWEEP_MS,
      wakeWithin: WITHIN_MS,
      run,
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    if (this.own.size > 0) await this.recordOwn().catch(() => undefined); // another start records them
  }

  /** What the row of a new session says. @param organizationId undefined: of a user who is in none */
  logOf(organizationId: string | undefined, operator: boolean): string | undefined {
    if (!this.env.RECORD_SIGN_INS) return undefined;
    return organizationId ?? (operator ? PLATFORM_CHAIN : undefined);
  }

  /** After the row was written. */
  opened(id: string): void {
    this.own.add(id);
    this.task.wake();
  }

  /** In the transaction that removes the row of a session: what was not recorded by then. */
  async recordRemoved(row: Session, session: Tx): Promise<void> {
    if (row.unrecorded !== undefined) await this.record(row, session);
  }

  /** The same, before the rows of the account's sessions are removed. @param but a session that goes on */
  async recordBeforeEnd(userId: string, but: string | undefined, session: Tx): Promise<void> {
    const rows = await this.sessions.listUnrecorded({ userId, but }, BATCH, session);
    for (const row of rows) await this.record(row, session);
  }

  private async recordAll(): Promise<void> {
    await this.recordOwn();
    const now = this.work.clock.monotonic();
    if (now - this.sweptAt < SWEEP_MS) return;
    const before = new Date(this.work.clock.wall() - SWEEP_MS);
    await this.recordRows(await this.sessions.listUnrecorded({ before }, BATCH));
    this.sweptAt = now;
  }

  private async recordOwn(): Promise<void> {
    while (this.own.size > 0) {
      const ids = [...this.own].slice(0, BATCH);
      await this.recordRows(await this.sessions.listUnrecorded({ ids }, BATCH));
      for (const id of ids) this.own.delete(id);
    }
  }

  private async recordRows(rows: Session[]): Promise<void> {
    const byLog = new Map<string | undefined, Session[]>();
    for (const row of rows) byLog.set(row.unrecorded, [...(byLog.get(row.unrecorded) ?? []), row]);
    for (const ofOne of byLog.values()) {
      for (let i = 0; i < ofOne.length; i += TOGETHER)
        await this.recordTogether(ofOne.slice(i, i + TOGETHER));
    }
  }

  private recordTogether(rows: Session[]): Promise<void> {
    return this.transactions.run(async (session) => {
      for (const row of rows) {
        if (await this.sessions.markRecorded(row._id, session)) await this.record(row, session);
      }
    });
  }

  private async record(row: Session, session: Tx): Promise<void> {
    const { _id, user_id, unrecorded: log, created_at, factor_at, client_id, ip } = row;
    const orgId = log === PLATFORM_CHAIN ? undefined : log;
    if (orgId !== undefined && !(await this.organizations.byId(orgId))) return; // it was deleted meanwhile
    const details = {
      at: created_at.toISOString(),
      second_factor: factor_at !== undefined,
      ...(client_id === undefined ? {} : { client_id }),
    };
    const target = { orgId, targetType: 'session', targetId: _id };
    await this.audit.record({ action: 'session.created', actorId: user_id, ip, ...target, details }, session);
  }
}
