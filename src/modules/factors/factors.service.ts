import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { Clock } from '../../database/work/clock.js';
import { AccountsService } from '../users/accounts.service.js';
import type { FactorNews } from '../mail/mail.types.js';
import { DevicesService } from './devices.service.js';
import type { ProvedEnrolment } from './factor-enrolments.service.js';
import { FactorKeysService } from './factor-keys.service.js';
import { FactorNewsService } from './factor-news.service.js';
import { FactorsRepository } from './factors.repository.js';
import type { CodeMatch, FactorAct, FactorState } from './factors.types.js';
import { asRecoveryCode, asTotp, newRecoveryCodes, recoveryHash, stepOf } from './totp.js';

/** Second factors: their secrets, their codes, and what is told when one comes or goes (ADR-0055). */
@Injectable()
export class FactorsService {
  constructor(
    private readonly factors: FactorsRepository,
    private readonly keys: FactorKeysService,
    private readonly devices: DevicesService,
    private readonly accounts: AccountsService,
    private readonly news: FactorNewsService,
    private readonly events: DomainEventBus,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async state(userId: string): Promise<FactorState | null> {
    const row = await this.factors.find(userId);
    return row && { since: row.created_at, recoveryCodes: row.recovery.length };
  }

  /**
   * The account has this factor from the commit on, instead of the one it may have had. Devices are forgotten.
   * @returns the recovery codes, shown only here
   * @throws AppError factor.enrolment_missing when another request was first
   */
  async activate(
    userId: string,
    { sid, proved }: { sid: string; proved: ProvedEnrolment },
    act: FactorAct,
    session: Tx,
  ): Promise<string[]> {
    const { step, sealed, key } = proved;
    const now = this.now();
    if (!(await this.factors.takeEnrolment(userId, { sid, sealed }, now, session))) {
      throw new AppError('factor.enrolment_missing');
    }
    const codes = newRecoveryCodes();
    const recovery = hashesOf(userId, codes);
    await this.factors.put({ _id: userId, sealed, key, last_step: step, recovery, created_at: now }, session);
    await this.accounts.setFactor(userId, now, session);
    await this.devices.removeAll(userId, session);
    await this.news.tell(userId, { action: 'factor.enrolled', what: 'enrolled', act }, session);
    await this.events.emit('factor.enrolled', { userId }, session);
    return codes;
  }

  /** Other recovery codes; those before are worthless. @returns the codes, shown only here */
  async renewRecovery(userId: string, act: FactorAct, session: Tx): Promise<string[]> {
    const codes = newRecoveryCodes();
    if (!(await this.factors.setRecovery(userId, hashesOf(userId, codes), session))) {
      throw new AppError('factor.not_found');
    }
    await this.news.tell(
      userId,
      { action: 'factor.recovery_renewed', what: 'recovery_renewed', act },
      session,
    );
    return codes;
  }

  /**
   * The account has none from the commit on, and no remembered device.
   * @param by who removes it
   * @throws AppError factor.not_found
   */
  async remove(
    userId: string,
    { by, act, details }: { by: 'self' | 'organization' | 'operator'; act: FactorAct; details?: object },
    session: Tx,
  ): Promise<void> {
    if (!(await this.factors.remove(userId, session))) throw new AppError('factor.not_found');
    await this.accounts.setFactor(userId, undefined, session);
    await this.devices.removeAll(userId, session);
    const what: FactorNews = by === 'self' ? 'removed' : `reset_${by}`;
    const action = by === 'self' ? 'factor.removed' : 'factor.reset';
    await this.news.tell(userId, { action, what, act, details: { by, ...details } }, session);
    await this.events.emit('factor.removed', { userId, by }, session);
  }

  /** What a code of the account is good for; null when it is wrong. It works when it is used up. */
  async match(userId: string, code: string): Promise<CodeMatch | null> {
    const row = await this.factors.find(userId);
    if (!row) return null;
    const digits = asTotp(code);
    if (digits !== null) {
      const secret = await this.keys.unseal(row);
      const step = secret && stepOf(secret, digits, this.clock.wall());
      return step === null || step <= row.last_step ? null : { kind: 'totp', step };
    }
    const letters = asRecoveryCode(code);
    const hash = letters === null ? null : recoveryHash(userId, letters);
    return hash !== null && row.recovery.includes(hash) ? { kind: 'recovery', hash } : null;
  }

  /** Uses a code up. False: another request was first. A recovery code is told to its owner's mailbox. */
  async use(userId: string, match: CodeMatch, ip: string | undefined): Promise<boolean> {
    if (match.kind === 'totp') return this.factors.useStep(userId, match.step);
    return this.transactions.run(async (session) => {
      const left = await this.factors.useRecovery(userId, match.hash, session);
      if (left === null) return false;
      const act = { actorId: userId, ip };
      const told = { action: 'factor.recovery_used', what: 'recovery_used', act, details: { left } } as const;
      await this.news.tell(userId, { ...told, left }, session);
      return true;
    });
  }

  private now(): Date {
    return new Date(this.clock.wall());
  }
}

const hashesOf = (userId: string, codes: string[]): string[] =>
  codes.map((code) => recoveryHash(userId, asRecoveryCode(code)!));
