import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { MasterLease } from '../../../database/master-lease.js';
import { StartRefused } from '../../../database/start-refused.js';
import { Transactions } from '../../../database/transactions.js';
import { AuditService } from '../../audit/audit.service.js';
import { DEFAULT_PLANS } from '../../plans/plans.types.js';
import { AdoptionRepository } from './adoption.repository.js';
import type { AdoptionPlan, PlannedAccount, PlannedOrganization } from './adoption.types.js';
import { planAdoption } from './plan-adoption.js';

export interface AdoptionOptions {
  /** Rows that cannot be adopted are put aside, unchanged, in `not_adopted`. */
  leaveOut: boolean;
  progress?: (done: number, total: number) => void;
}

/** Something cannot be adopted; nothing has been changed. */
export class AdoptionRefused extends StartRefused {
  constructor(readonly plan: AdoptionPlan) {
    super(
      `${plan.unadoptable.length} ${plan.unadoptable.length === 1 ? 'row' : 'rows'} cannot be adopted; nothing was changed`,
    );
  }
}

/** Takes over a master that S1's own service made (ADR-0024). */
@Injectable()
export class AdoptionService {
  constructor(
    private readonly rows: AdoptionRepository,
    private readonly lease: MasterLease,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly env: Env,
  ) {}

  isNeeded(): Promise<boolean> {
    return this.rows.isForeign();
  }

  /** What would be done. Writes nothing. */
  async plan(): Promise<AdoptionPlan> {
    return planAdoption(await this.rows.read());
  }

  /**
   * Each organization is adopted in one transaction, so whatever ends this in the middle leaves whole ones, and
   * the next run does the rest. @throws AdoptionRefused before anything is changed
   */
  async adopt(options: AdoptionOptions): Promise<AdoptionPlan> {
    const early = await this.plan();
    // Where not one organization is as the seed's service writes them, these are another program's collections.
    const isStrange = !early.recognized && early.unadoptable.length > 0;
    if (isStrange || (early.unadoptable.length > 0 && !options.leaveOut)) throw new AdoptionRefused(early);
    return this.lease.hold('adoption', async (signal) => {
      const plan = await this.plan(); // another instance may have adopted some meanwhile
      await this.rows.replaceIndexes();
      for (const row of plan.unadoptable) {
        await this.transactions.run((session) => this.rows.setAside(row, new Date(), session));
      }
      await this.adoptAll(plan, signal, options);
      return plan;
    });
  }

  private async adoptAll(
    plan: AdoptionPlan,
    signal: AbortSignal,
    { progress }: AdoptionOptions,
  ): Promise<void> {
    const { organizations, accounts } = plan;
    const total = organizations.length;
    const count = organizations.reduce((sum, { owners }) => sum + owners.length, 0);
    const registry = await this.rows.registryId();
    let seq = await this.rows.numbers('organizations', total);
    let membershipSeq = await this.rows.numbers('memberships', count);
    const user = await this.rows.numbers('users', accounts.length);
    const waiting = new Map(accounts.map((account, i) => [account.id, { ...account, seq: user + i }]));
    for (const [i, organization] of organizations.entries()) {
      signal.throwIfAborted();
      const people = organization.owners.flatMap(({ id }) => waiting.get(id) ?? []);
      await this.adoptOne(organization, people, { seq: seq++, membershipSeq, registry });
      membershipSeq += organization.owners.length;
      for (const { id } of people) waiting.delete(id);
      progress?.(i + 1, total);
    }
    for (const account of waiting.values()) {
      await this.transactions.run(async (session) => {
        await this.rows.adoptAccount(account, account.seq, new Date(), session);
      });
    }
  }

  private async adoptOne(
    organization: PlannedOrganization,
    people: (PlannedAccount & { seq: number })[],
    { seq, membershipSeq, registry }: { seq: number; membershipSeq: number; registry: string },
  ): Promise<void> {
    const { DEFAULT_PLAN } = this.env;
    const planId = DEFAULT_PLANS.find(({ type }) => type === DEFAULT_PLAN)?.id;
    const { id, name, database, adminId, owners } = organization;
    const memberships = owners.map((_, i) => membershipSeq + i);
    const numbers = { uid: randomUUID(), seq };
    const now = new Date();
    await this.transactions.run(async (session) => {
      if (!(await this.rows.adoptOrganization(organization, numbers, { planId, now }, session))) return;
      for (const account of people) await this.rows.adoptAccount(account, account.seq, now, session);
      await this.rows.addAround(organization, { registry, memberships }, now, session);
      await this.audit.begin(
        {
          action: 'organization.adopted',
          actorId: null,
          orgId: id,
          targetType: 'organization',
          targetId: id,
          details: { name, database, admin_id: adminId, plan_id: planId },
        },
        session,
      );
    });
  }
}
