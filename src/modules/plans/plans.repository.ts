import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { PlanRow } from './plan.schema.js';
import { DEFAULT_PLANS, type Plan, type PlanType } from './plans.types.js';

@Injectable()
export class PlansRepository {
  constructor(@InjectModel('Plan') private readonly plans: Model<PlanRow>) {}

  /** Adds a plan that is not there yet; one that was edited stays as it is. */
  async ensure({ id, type, name, limits, maxTimeMs }: Plan): Promise<void> {
    const $setOnInsert = { type, name, limits, max_time_ms: maxTimeMs };
    await this.plans.updateOne({ _id: id }, { $setOnInsert }, { upsert: true });
  }

  async list(): Promise<Plan[]> {
    const rows = await this.plans.find().sort({ _id: 1 }).lean<PlanRow[]>();
    return rows.map(({ _id: id, type, name, limits, max_time_ms: own }) => {
      const maxTimeMs = own === undefined ? usualTimeOf(type) : own;
      return { id, type, name, limits, maxTimeMs };
    });
  }
}

const usualTimeOf = (type: PlanType): number | null =>
  DEFAULT_PLANS.find((plan) => plan.type === type)?.maxTimeMs ?? null;
