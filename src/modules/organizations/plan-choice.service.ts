import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { Actor } from '../access/actor.types.js';
import { PlansService } from '../plans/plans.service.js';

/** Who chooses the plan of an organization. */
@Injectable()
export class PlanChoiceService {
  constructor(
    private readonly plans: PlansService,
    private readonly env: Env,
  ) {}

  /** @throws AppError auth.forbidden while plans are the platform's to choose (PLAN_CHANGE) */
  requireChooser({ operator }: Pick<Actor, 'operator'>): void {
    if (!operator && this.env.operatorsChangePlans) throw new AppError('auth.forbidden');
  }

  /**
   * @param wanted type or id; undefined: none was chosen
   * @returns the id of the plan
   */
  async choose(actor: Pick<Actor, 'operator'>, wanted: string | undefined): Promise<string | undefined> {
    if (wanted === undefined) return undefined;
    this.requireChooser(actor);
    return (await this.plans.resolve(wanted)).id;
  }
}
