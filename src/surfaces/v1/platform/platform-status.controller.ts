import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { Waiting } from '../../../database/work/waiting.js';
import { RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { AdmissionService } from '../../../modules/capacity/admission.service.js';
import { MailService } from '../../../modules/mail/mail.service.js';
import { KeptGenerationsService } from '../../../modules/organizations/kept-generations.service.js';
import { OperationsService } from '../../../modules/organizations/moves/operations.service.js';
import { PlatformOrganizationsService } from '../../../modules/organizations/platform-organizations.service.js';
import { InstanceService } from '../../../modules/registry/instance.service.js';
import { WebhookDeliveriesService } from '../../../modules/webhooks/deliveries.service.js';
import { presentKept } from '../history/history.presenter.js';
import { presentOperation } from '../operations/operations.presenter.js';
import { once } from '../query.js';
import { ApiGetPlatformStatus, ApiListAllOperations, ApiListGenerations } from './platform-status.docs.js';
import {
  GenerationListDto,
  type JobDto,
  type OutboxDto,
  PlatformOperationListDto,
  PlatformStatusDto,
} from './platform-status.dto.js';

/** What runs, and what there is room for. */
@ApiTags('Platform (v1)')
@RequirePermission('platform.organizations.read')
@Controller('v1/platform')
export class PlatformStatusController {
  constructor(
    private readonly operations: OperationsService,
    private readonly organizations: PlatformOrganizationsService,
    private readonly kept: KeptGenerationsService,
    private readonly admission: AdmissionService,
    private readonly instance: InstanceService,
    private readonly mail: MailService,
    private readonly deliveries: WebhookDeliveriesService,
    private readonly work: BackgroundWork,
  ) {}

  @Get('operations')
  @ApiListAllOperations()
  async listAllOperations(@Query() query: unknown): Promise<PlatformOperationListDto> {
    const { organization_id: id } = once(query, ['organization_id']);
    const found = await (id === undefined ? this.operations.listOpen() : this.operations.listOf(id));
    return { items: found.map((one) => ({ ...presentOperation(one), organization_id: one.org_id })) };
  }

  @Get('organizations/:id/generations')
  @ApiListGenerations()
  async listGenerations(@Param('id') id: string): Promise<GenerationListDto> {
    const { generation, database } = await this.organizations.find(id);
    return { current: generation, database, kept: (await this.kept.list(id)).map(presentKept) };
  }

  @Get('status')
  @ApiGetPlatformStatus()
  async getPlatformStatus(): Promise<PlatformStatusDto> {
    const [room, mail, webhooks, open] = await Promise.all([
      this.admission.room(),
      this.mail.waiting(),
      this.deliveries.waiting(),
      this.operations.listOpen(),
    ]);
    return {
      instances: this.instance.count,
      operations: open.length,
      capacity: {
        files: room.files ?? null,
        disk: room.disk ?? null,
        organizations_left: room.organizations ?? null,
        organizations_limit: room.cap ?? null,
      },
      outboxes: [outbox('mail', mail), outbox('webhooks', webhooks)],
      jobs: this.work.report().map(job),
    };
  }
}

const outbox = (name: OutboxDto['name'], { rows, oldestMs }: Waiting): OutboxDto => ({
  name,
  waiting: rows,
  oldest_seconds: inSeconds(oldestMs),
});

const job = ({
  name,
  done,
  failed,
  inARow,
  sinceDoneMs,
}: ReturnType<BackgroundWork['report']>[number]): JobDto => ({
  name,
  done,
  failed,
  failures_in_a_row: inARow,
  since_done_seconds: inSeconds(sinceDoneMs),
});

const inSeconds = (ms: number | undefined): number | null =>
  ms === undefined ? null : Math.round(ms / 100) / 10;
