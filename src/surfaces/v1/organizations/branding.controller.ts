import { Body, Controller, Get, Headers, Param, Patch, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import type { Branding } from '../../../modules/branding/branding.types.js';
import { OrganizationBrandingService } from '../../../modules/organizations/organization-branding.service.js';
import { OwnOrganizationsService } from '../../../modules/organizations/own-organizations.service.js';
import { ifMatch } from '../preconditions.js';
import { ApiChangeBranding, ApiGetBranding } from './branding.docs.js';
import { BrandingDto, BrandingPatchDto } from './branding.dto.js';

@ApiTags('Organizations (v1)')
@Controller('v1/organizations/:id/branding')
export class BrandingController {
  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly branding: OrganizationBrandingService,
  ) {}

  @RequirePermission('organization.read')
  @Get()
  @ApiGetBranding()
  async getBranding(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrandingDto> {
    const organization = await this.own.find(actor, id);
    return present(reply, await this.branding.find(organization.id));
  }

  @RequirePermission('organization.update')
  @NotImpersonated()
  @Patch()
  @ApiChangeBranding()
  async changeBranding(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') tags: string | undefined,
    @Body() body: BrandingPatchDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrandingDto> {
    const organization = await this.own.find(actor, id);
    const change = {
      productName: body.product_name,
      homeUrl: body.home_url,
      logoUrl: body.logo_url,
      color: body.color,
      colorDark: body.color_dark,
      senderName: body.sender_name,
      supportEmail: body.support_email,
      locale: body.locale,
      returnAddresses: body.return_addresses,
    };
    return present(reply, await this.branding.change(actor, organization.id, change, ifMatch(tags)));
  }
}

function present(reply: FastifyReply, branding: Branding): BrandingDto {
  reply.header('etag', `"${branding.revision}"`);
  return {
    product_name: branding.productName ?? null,
    home_url: branding.homeUrl ?? null,
    logo_url: branding.logoUrl ?? null,
    color: branding.color ?? null,
    color_dark: branding.colorDark ?? null,
    sender_name: branding.senderName ?? null,
    support_email: branding.supportEmail ?? null,
    locale: branding.locale ?? null,
    return_addresses: [...branding.returnAddresses],
  };
}
