import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  PeopleOnly,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { BranchesService, type KnownBranch } from '../../../modules/branches/branches.service.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { TellsProgress } from '../progress/progress.decorator.js';
import { ApiCreateBranch, ApiDeleteBranch, ApiGetBranch, ApiListBranches } from './branches.docs.js';
import { BranchDto, BranchListDto, NewBranchDto } from './branches.dto.js';

const HOURS = 72;

@ApiTags('Branches (v1)')
@NotImpersonated()
@RequirePermission('branches.manage')
@Controller('v1/branches')
export class BranchesController {
  constructor(private readonly branches: BranchesService) {}

  @Get()
  @ApiListBranches()
  async listBranches(@CurrentActor() actor: Actor): Promise<BranchListDto> {
    const { items, limit } = await this.branches.list(actor);
    return { items: items.map(present), next_cursor: null, limit };
  }

  @PeopleOnly()
  @StepUpByDefault()
  @Idempotent()
  @Post()
  @HttpCode(202)
  @Deadline(0)
  @ApiCreateBranch()
  async createBranch(
    @CurrentActor() actor: Actor,
    @Body() { name, at, hours = HOURS, masks = [] }: NewBranchDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BranchDto> {
    const branch = await this.branches.create(actor, {
      name,
      at,
      hours,
      masks: masks.map((one) => ({ ...one })),
    });
    reply.header('location', `/v1/branches/${branch._id}`);
    return present(branch);
  }

  @Get(':id')
  @TellsProgress(BranchDto)
  @ApiGetBranch()
  async getBranch(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BranchDto> {
    return present(await this.branches.find(actor, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @Deadline(0)
  @ApiDeleteBranch()
  async deleteBranch(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.branches.remove(actor, id);
  }
}

const present = (branch: KnownBranch): BranchDto => ({
  id: branch._id,
  name: branch.name,
  phase: branch.phase,
  progress: branch.progress,
  at: branch.at.toISOString(),
  masks: branch.masks,
  error: branch.error ?? null,
  created_by: branch.created_by,
  created_at: branch.created_at.toISOString(),
  expires_at: branch.expires_at.toISOString(),
});
