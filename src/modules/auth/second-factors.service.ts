import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { by } from '../audit/audit.types.js';
import { DevicesService } from '../factors/devices.service.js';
import { FactorEnrolmentsService } from '../factors/factor-enrolments.service.js';
import { FactorsService } from '../factors/factors.service.js';
import type { FactorState, OwnDevice, StartedEnrolment } from '../factors/factors.types.js';
import { AccountsService } from '../users/accounts.service.js';
import { UsersService } from '../users/users.service.js';
import { CredentialChangesService } from './credential-changes.service.js';
import { CredentialChecksService } from './credential-checks.service.js';
import { SessionsService } from './sessions.service.js';

/** What the caller confirms with: the password, and a code where the account has a factor. */
export interface Confirmation {
  readonly password: string;
  /** Absent: X-OTP. */
  readonly code?: string;
}

/** The own second factor: set up, renewed and removed by who has the account, its password and its codes. */
@Injectable()
export class SecondFactorsService {
  constructor(
    private readonly factors: FactorsService,
    private readonly enrolments: FactorEnrolmentsService,
    private readonly devices: DevicesService,
    private readonly checks: CredentialChecksService,
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly changes: CredentialChangesService,
  ) {}

  state(userId: string): Promise<FactorState | null> {
    return this.factors.state(userId);
  }

  /**
   * Starts an enrolment; a factor that the account has goes on until the new one is confirmed. The one who made the
   * account with another user's address cannot keep them out of it: the mailbox is proved before, where there is one.
   * @throws AppError auth.credentials_invalid, auth.second_factor_required, auth.code_invalid, auth.email_unverified
   */
  async start(actor: Actor, confirmation: Confirmation): Promise<StartedEnrolment> {
    await this.checks.ofActor(actor, confirmation.password, confirmation);
    const account = await this.accounts.find(actor.userId);
    const isProved = account.emailVerified && account.isVouched;
    if (!isProved && !account.synthetic && !account.operator) throw new AppError('auth.email_unverified');
    return this.enrolments.start(account, actor.sessionId);
  }

  /**
   * The first code of the new factor makes it the account's. Sessions other than this one end: they were opened
   * without it.
   * @returns recovery codes, shown only here
   * @throws AppError factor.enrolment_missing, auth.code_invalid, request.rate_limited
   */
  async confirm(actor: Actor, code: string): Promise<string[]> {
    const { userId, sessionId: sid } = actor;
    const proved = await this.checks.counted(actor, () => this.enrolments.proveFirst(userId, sid, code));
    if (!proved) throw new AppError('auth.code_invalid');
    return this.changes.run(userId, async (session) => {
      await this.requireSession(actor, session);
      const codes = await this.factors.activate(userId, { sid, proved }, by(actor), session);
      await this.changes.endSessions(userId, session, sid);
      return codes;
    });
  }

  /** @returns other recovery codes; those before are worthless */
  async renewRecovery(actor: Actor, confirmation: Confirmation): Promise<string[]> {
    await this.requireFactor(actor);
    await this.checks.ofActor(actor, confirmation.password, confirmation);
    return this.changes.run(actor.userId, (session) =>
      this.factors.renewRecovery(actor.userId, by(actor), session),
    );
  }

  async remove(actor: Actor, confirmation: Confirmation): Promise<void> {
    await this.requireFactor(actor);
    await this.checks.ofActor(actor, confirmation.password, confirmation);
    await this.changes.run(actor.userId, async (session) => {
      await this.requireSession(actor, session);
      await this.factors.remove(actor.userId, { by: 'self', act: by(actor) }, session);
    });
  }

  async listDevices({ userId: id }: Actor): Promise<OwnDevice[]> {
    const state = await this.users.getState(id);
    return state ? this.devices.list({ id, ver: state.ver }) : [];
  }

  /** @throws AppError device.not_found */
  forgetDevice(actor: Actor, id: string): Promise<void> {
    return this.devices.remove(actor.userId, id);
  }

  forgetDevices(actor: Actor): Promise<void> {
    return this.devices.removeAll(actor.userId);
  }

  private async requireFactor({ userId }: Actor): Promise<void> {
    const state = await this.users.getState(userId);
    if (!state?.hasFactor) throw new AppError('factor.not_found');
  }

  private async requireSession({ userId, sessionId }: Actor, session: Tx): Promise<void> {
    const lives = await this.sessions.openOne(userId, sessionId, session);
    if (lives === undefined) throw new AppError('auth.token_invalid');
  }
}
