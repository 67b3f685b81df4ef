import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../../modules/auth/auth.service.js';
import { AccountOrganizationsService } from '../../../modules/auth/account-organizations.service.js';
import { AccountsService } from '../../../modules/users/accounts.service.js';
import type { SignedInDto } from './sessions.dto.js';

/** What a sign-in or a refresh answers. */
@Injectable()
export class SignInPresenter {
  constructor(
    private readonly accounts: AccountsService,
    private readonly places: AccountOrganizationsService,
  ) {}

  /** @param withRefreshToken false: it is in the cookie */
  async present(signedIn: SignedIn, withRefreshToken: boolean): Promise<SignedInDto> {
    const { id } = signedIn.account;
    const [account, organizations] = await Promise.all([this.accounts.find(id), this.places.list(id)]);
    return {
      session_id: signedIn.sessionId,
      access_token: signedIn.accessToken,
      token_type: 'Bearer',
      expires_in: signedIn.lifetimeSeconds,
      ...(withRefreshToken ? { refresh_token: signedIn.refreshToken } : {}),
      ...(withRefreshToken && signedIn.deviceToken ? { device_token: signedIn.deviceToken } : {}),
      account: {
        id,
        email: account.email,
        email_verified: account.emailVerified,
        name: account.name ?? null,
        must_change_password: account.mustChangePassword,
        platform_operator: account.operator,
        second_factor: account.hasFactor,
        must_set_up_second_factor: signedIn.mustEnrol,
      },
      organization_id: signedIn.organization?.id ?? null,
      organizations,
    };
  }
}
