import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { PlansRepository } from './plans.repository.js';
import { DEFAULT_PLANS, NO_LIMITS, type Plan, type PlanLimits } from './plans.types.js';

type KnownPlans = readonly Plan[];

/** There are few plans: all of them are kept under this one key. */
const ALL = 'all';

/** The plans and their limits: from memory, coherent over all instances through the change feed. */
@Injectable()
export class PlansService implements OnApplicationBootstrap {
  private readonly known: CoherentCache<KnownPlans>;

  constructor(
    private readonly plans: PlansRepository,
    private readonly env: Env,
    feed: ChangeFeed,
  ) {
    this.known = new CoherentCache<KnownPlans>(feed, () => plans.list(), { name: 'plans', max: 1 });
    feed.on('plans', () => this.known.invalidate(ALL));
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const plan of DEFAULT_PLANS) await this.plans.ensure(plan);
    this.known.clear();
  }

  async list(): Promise<Plan[]> {
    return [...(await this.all())];
  }

  /** A plan by its UUID or its type, whichever is given. */
  async resolve(value: string): Promise<Plan> {
    const wanted = value.trim().toLowerCase();
    const plans = await this.all();
    const plan = plans.find(({ id }) => id === wanted) ?? plans.find(({ type }) => type === wanted);
    if (!plan) throw new AppError('plan.unknown');
    return plan;
  }

  /** Undefined for an organization without a plan, and for one whose plan is gone. */
  async find(planId: string | undefined): Promise<Plan | undefined> {
    return planId === undefined ? undefined : (await this.all()).find(({ id }) => id === planId);
  }

  /**
   * What an organization may use, on the hot path: no database round trip once the plans are known. Without a
   * plan, or with one that is gone, there is no limit.
   */
  limitsOf(planId: string | undefined): PlanLimits | Promise<PlanLimits> {
    if (planId === undefined) return NO_LIMITS;
    const plans = this.all();
    return plans instanceof Promise ? plans.then((all) => limits(all, planId)) : limits(plans, planId);
  }

  /** What the database may work on one command, as far as the plans are in memory; null: no limit of a plan is known. */
  maxTimeOf(planId: string | undefined): number | null {
    if (planId === undefined) return null;
    return this.known.peek(ALL)?.find(({ id }) => id === planId)?.maxTimeMs ?? null;
  }

  /** The plan of an organization that was made without choosing one (DEFAULT_PLAN). */
  async defaultId(): Promise<string | undefined> {
    const { DEFAULT_PLAN } = this.env;
    return DEFAULT_PLAN === 'none' ? undefined : (await this.resolve(DEFAULT_PLAN)).id;
  }

  private all(): KnownPlans | Promise<KnownPlans> {
    return this.known.get(ALL) as KnownPlans | Promise<KnownPlans>; // list() answers no null
  }
}

const limits = (plans: KnownPlans, planId: string): PlanLimits =>
  plans.find(({ id }) => id === planId)?.limits ?? NO_LIMITS;
