import type { PlanUse } from '../../../modules/organizations/plan-usage.service.js';
import type { Plan } from '../../../modules/plans/plans.types.js';
import type { OrganizationPlanDto, PlanViewDto } from './plans.dto.js';

export function presentPlan({ id, type, name, limits }: Plan): PlanViewDto {
  return { id, type, name, limits };
}

export function presentUse({ plan, limits, usage }: PlanUse): OrganizationPlanDto {
  const { members, collections, storageBytes: storage_bytes, apiKeys: api_keys } = usage;
  return {
    plan: plan ? { id: plan.id, type: plan.type } : null,
    limits,
    usage: { members, collections, storage_bytes, api_keys },
  };
}
