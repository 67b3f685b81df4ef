import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { Deadline } from '../../../common/http/route-config.js';
import type { Client } from '../../../modules/auth/auth.types.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { UndeletesService } from '../../../modules/undeletes/undeletes.service.js';
import { ApiPreviewUndelete, ApiUndeleteByLink } from './undeletes.docs.js';
import {
  type DeletedOrganizationDto,
  UndeleteByLinkDto,
  UndeleteCodeDto,
  UndeleteOfferDto,
} from './undeletes.dto.js';
import { presentDeleted } from './undeletes.presenter.js';

/** What the mailed link of a deletion leads to: an owner who has the code needs no token, and has no account then. */
@ApiTags('Organizations (v1)')
@Public()
@Controller('v1/undeletes')
export class UndeletesController {
  constructor(private readonly undeletes: UndeletesService) {}

  @RateLimited('lookup')
  @Post('preview')
  @HttpCode(200)
  @ApiPreviewUndelete()
  async previewUndelete(@Body() { code }: UndeleteCodeDto): Promise<UndeleteOfferDto> {
    const row = await this.undeletes.preview(code);
    return {
      organization_name: row.name,
      members: row.members,
      deleted_at: row.deleted_at.toISOString(),
      expires_at: row.until.toISOString(),
    };
  }

  @RateLimited('sign_in')
  @Post()
  @HttpCode(200)
  @Deadline(0)
  @ApiUndeleteByLink()
  async undeleteByLink(
    @Body() { code, name, without_domain: withoutDomain }: UndeleteByLinkDto,
    @CurrentClient() { ip }: Client,
  ): Promise<DeletedOrganizationDto> {
    return presentDeleted(await this.undeletes.byLink(code, { name, withoutDomain }, { ip }));
  }
}
