import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnyActor } from '../../../modules/auth/http/access.decorators.js';
import { PlansService } from '../../../modules/plans/plans.service.js';
import { PlanViewListDto } from './plans.dto.js';
import { presentPlan } from './plans.presenter.js';
import { ApiListPlanChoices } from './plans.docs.js';

@ApiTags('Plans (v1)')
@Controller('v1/plans')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @AnyActor()
  @Get()
  @ApiListPlanChoices()
  async listPlanChoices(): Promise<PlanViewListDto> {
    return { items: (await this.plans.list()).map(presentPlan), next_cursor: null };
  }
}
