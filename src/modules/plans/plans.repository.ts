import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { PlanRow } from './plan.schema.js';
import type { Plan } from './plans.types.js';

@Injectable()
export class PlansRepository {
  constructor(@InjectModel('Plan') private readonly plans: Model<PlanRow>) {}

  /** Adds a plan that is not there yet; one that was edited stays as it is. */
  async ensure({ id, type, name, limits }: Plan): Promise<void> {
    await this.plans.updateOne({ _id: id }, { $setOnInsert: { type, name, limits } }, { upsert: true });
  }

  async list(): Promise<Plan[]> {
    const rows = await this.plans.find().sort({ _id: 1 }).lean<PlanRow[]>();
    return rows.map(({ _id: id, type, name, limits }) => ({ id, type, name, limits }));
  }
}
