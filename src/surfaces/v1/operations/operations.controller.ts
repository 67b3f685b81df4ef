import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import {
  type Operation,
  OperationsService,
} from '../../../modules/organizations/moves/operations.service.js';
import { OperationDto, OperationListDto } from './operations.dto.js';
import { ApiListOperations, ApiGetOperation } from './operations.docs.js';

@ApiTags('Operations (v1)')
@Controller('v1/operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @RequirePermission('organization.read')
  @Get()
  @ApiListOperations()
  async listOperations(@CurrentActor() actor: Actor): Promise<OperationListDto> {
    return { items: (await this.operations.list(actor)).map(present) };
  }

  @RequirePermission('organization.read')
  @Get(':id')
  @ApiGetOperation()
  async getOperation(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<OperationDto> {
    return present(await this.operations.find(actor, id));
  }
}

function present(operation: Operation): OperationDto {
  const { documents_done: done, documents_total: total } = operation;
  const copied = operation.phase === 'copying' && total > 0 ? Math.min(done / total, 1) : 1;
  return {
    id: operation.id,
    kind: 'update',
    phase: operation.phase,
    from: operation.from,
    to: operation.to,
    documents_total: total,
    documents_done: done,
    progress: operation.phase === 'copying' && total === 0 ? 0 : copied,
    pause_ms: operation.pause_ms ?? null,
    error: operation.error ?? null,
    created_at: operation.created_at.toISOString(),
    updated_at: operation.updated_at.toISOString(),
  };
}
