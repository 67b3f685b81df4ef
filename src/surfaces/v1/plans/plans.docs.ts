import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { PlanViewListDto } from './plans.dto.js';

export const ApiListPlanChoices = (): MethodDecorator =>
  applyDecorators(ApiOperation({ summary: 'List the plans' }), ApiOkResponse({ type: PlanViewListDto }));
