import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { PlansRepository } from './plans.repository.js';
import { DEFAULT_PLANS, type Plan } from './plans.types.js';

@Injectable()
export class PlansService implements OnApplicationBootstrap {
  constructor(private readonly plans: PlansRepository) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const plan of DEFAULT_PLANS) await this.plans.ensure(plan);
  }

  list(): Promise<Plan[]> {
    return this.plans.list();
  }

  /** A plan by its UUID or its type, whichever is given. @throws AppError plan.unknown */
  async resolve(value: string): Promise<Plan> {
    const plan = await this.plans.findByIdOrType(value.trim().toLowerCase());
    if (!plan) throw new AppError('plan.unknown');
    return plan;
  }
}
