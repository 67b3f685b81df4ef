import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isId } from '../../../database/ids.js';
import { RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import type { ErasureRow } from '../../../modules/undeletes/certificates/erasure.types.js';
import { ErasureRecordsService } from '../../../modules/undeletes/certificates/erasure-records.service.js';
import { invalidQuery, pageOf } from '../pages.js';
import { fileOf } from './certificates.controller.js';
import { ApiGetErasure, ApiGetErasureCertificate, ApiListErasures } from './erasures.docs.js';
import type { ErasureDto, ErasureListDto } from './erasures.dto.js';

@ApiTags('Platform (v1)')
@RequirePermission('platform.organizations.read')
@Controller('v1/platform/erasures')
export class ErasuresController {
  constructor(private readonly records: ErasureRecordsService) {}

  @Get()
  @ApiListErasures()
  async listErasures(@Query() query: unknown): Promise<ErasureListDto> {
    const { limit, cursor, given } = pageOf(query, ['organization_id']);
    const orgId = given['organization_id'];
    if (orgId !== undefined && !isId(orgId))
      throw invalidQuery('organization_id', 'must be the id of an organization');
    const { items, next } = await this.records.list(limit, { orgId, cursor });
    return { items: items.map(present), next_cursor: next };
  }

  @Get(':id')
  @ApiGetErasure()
  async getErasure(@Param('id') id: string): Promise<ErasureDto> {
    return present(await this.records.find(id));
  }

  @Get(':id/certificate')
  @ApiGetErasureCertificate()
  async getErasureCertificate(@Param('id') id: string): Promise<StreamableFile> {
    return fileOf(await this.records.certificate(id));
  }
}

const present = (row: ErasureRow): ErasureDto => ({
  id: row._id,
  organization_id: row.org_id,
  phase: row.phase,
  deleted_at: row.deleted_at.toISOString(),
  erased_at: row.erased_at.toISOString(),
  certified_at: row.certified_at?.toISOString() ?? null,
});
