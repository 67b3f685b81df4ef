import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { OperationsService } from '../../../modules/organizations/moves/operations.service.js';
import { TellsProgress } from '../progress/progress.decorator.js';
import { OperationDto, OperationListDto } from './operations.dto.js';
import { presentOperation } from './operations.presenter.js';
import { ApiListOperations, ApiGetOperation } from './operations.docs.js';

@ApiTags('Operations (v1)')
@Controller('v1/operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @RequirePermission('organization.read')
  @Get()
  @ApiListOperations()
  async listOperations(@CurrentActor() actor: Actor): Promise<OperationListDto> {
    return { items: (await this.operations.list(actor)).map(presentOperation) };
  }

  @RequirePermission('organization.read')
  @Get(':id')
  @TellsProgress(OperationDto)
  @ApiGetOperation()
  async getOperation(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<OperationDto> {
    return presentOperation(await this.operations.find(actor, id));
  }
}
