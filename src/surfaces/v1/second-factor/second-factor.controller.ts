import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { renderSVG } from 'uqr';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { AnyActor, CurrentActor, NotImpersonated } from '../../../modules/auth/http/access.decorators.js';
import { SecondFactorsService } from '../../../modules/auth/second-factors.service.js';
import type { OwnDevice } from '../../../modules/factors/factors.types.js';
import {
  ApiConfirmEnrolment,
  ApiForgetDevice,
  ApiForgetDevices,
  ApiGetSecondFactor,
  ApiListDevices,
  ApiRemoveSecondFactor,
  ApiRenewRecoveryCodes,
  ApiStartEnrolment,
} from './second-factor.docs.js';
import {
  ConfirmWithFactorDto,
  type DeviceDto,
  type DeviceListDto,
  type EnrolmentDto,
  FirstCodeDto,
  type RecoveryCodesDto,
  type SecondFactorDto,
} from './second-factor.dto.js';

/** Also for who can do nothing else before they have one. */
@AnyActor({ suspendedToo: true })
@NotImpersonated()
@Controller('v1/me/second-factor')
export class SecondFactorController {
  constructor(private readonly factors: SecondFactorsService) {}

  @Get()
  @ApiGetSecondFactor()
  async getSecondFactor(@CurrentActor() actor: Actor): Promise<SecondFactorDto> {
    const state = await this.factors.state(actor.userId);
    return {
      enrolled: state !== null,
      since: state?.since.toISOString() ?? null,
      recovery_codes_left: state?.recoveryCodes ?? 0,
    };
  }

  @RateLimited('sign_in')
  @Post()
  @HttpCode(200)
  @ApiStartEnrolment()
  async startEnrolment(
    @CurrentActor() actor: Actor,
    @Body() { current_password: password, code }: ConfirmWithFactorDto,
  ): Promise<EnrolmentDto> {
    const { secret, uri, expiresIn } = await this.factors.start(actor, { password, code });
    const image = Buffer.from(renderSVG(uri)).toString('base64');
    return {
      secret,
      otpauth_uri: uri,
      qr_code: `data:image/svg+xml;base64,${image}`,
      expires_in: expiresIn,
    };
  }

  @RateLimited('sign_in')
  @Post('confirm')
  @HttpCode(200)
  @ApiConfirmEnrolment()
  async confirmEnrolment(
    @CurrentActor() actor: Actor,
    @Body() { code }: FirstCodeDto,
  ): Promise<RecoveryCodesDto> {
    return { recovery_codes: await this.factors.confirm(actor, code) };
  }

  @RateLimited('sign_in')
  @Post('recovery-codes')
  @HttpCode(200)
  @ApiRenewRecoveryCodes()
  async renewRecoveryCodes(
    @CurrentActor() actor: Actor,
    @Body() { current_password: password, code }: ConfirmWithFactorDto,
  ): Promise<RecoveryCodesDto> {
    return { recovery_codes: await this.factors.renewRecovery(actor, { password, code }) };
  }

  @RateLimited('sign_in')
  @Delete()
  @HttpCode(204)
  @ApiRemoveSecondFactor()
  async removeSecondFactor(
    @CurrentActor() actor: Actor,
    @Body() { current_password: password, code }: ConfirmWithFactorDto,
  ): Promise<void> {
    await this.factors.remove(actor, { password, code });
  }

  @Get('devices')
  @ApiListDevices()
  async listDevices(@CurrentActor() actor: Actor): Promise<DeviceListDto> {
    return { items: (await this.factors.listDevices(actor)).map(present), next_cursor: null };
  }

  @Delete('devices/:id')
  @HttpCode(204)
  @ApiForgetDevice()
  async forgetDevice(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.factors.forgetDevice(actor, id);
  }

  @Delete('devices')
  @HttpCode(204)
  @ApiForgetDevices()
  async forgetDevices(@CurrentActor() actor: Actor): Promise<void> {
    await this.factors.forgetDevices(actor);
  }
}

const present = ({ id, createdAt, lastUsedAt, expiresAt, ip, userAgent }: OwnDevice): DeviceDto => ({
  id,
  created_at: createdAt.toISOString(),
  last_used_at: lastUsedAt.toISOString(),
  expires_at: expiresAt.toISOString(),
  user_agent: userAgent ?? null,
  ip_address: ip ?? null,
});
