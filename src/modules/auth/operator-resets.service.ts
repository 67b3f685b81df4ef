import { Injectable } from '@nestjs/common';
import { canonicalEmail } from '../../common/email.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { FactorsService } from '../factors/factors.service.js';
import { PlatformAccountsService } from '../users/platform-accounts.service.js';
import { UsersService } from '../users/users.service.js';
import type { Operator } from '../users/users.types.js';
import { CredentialChangesService } from './credential-changes.service.js';
import { DEFAULT_OPERATOR } from './operator.service.js';
import { SessionsService } from './sessions.service.js';

/** It is not clear, or not allowed, whose password to replace; one sentence. */
export class OperatorResetRefused extends Error {
  override readonly name = 'OperatorResetRefused';
}

/** An operator with a temporary password that nobody has seen yet. */
export interface ResetOperator {
  email: string;
  secret: string;
  /** There was no operator before. */
  made: boolean;
}

/** Operators named in a refusal. */
const MOST_NAMED = 10;

/** The way back for an operator with access to the database: for a program on this machine, never for a request. */
@Injectable()
export class OperatorResetsService {
  constructor(
    private readonly users: UsersService,
    private readonly accounts: PlatformAccountsService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly changes: CredentialChangesService,
    private readonly audit: AuditService,
    private readonly factors: FactorsService,
  ) {}

  /**
   * Replaces an operator's password by a temporary one; their sessions end, and what they do in others' names. Makes
   * the first operator where there is none.
   * @param email absent: of the only operator
   * @param withFactor takes the second factor away as well, from an operator who has lost it
   * @throws OperatorResetRefused
   */
  async reset(email: string | undefined, withFactor = false): Promise<ResetOperator> {
    const address = email === undefined ? undefined : canonicalEmail(email);
    if (address === null) throw new OperatorResetRefused(`${email} is not an e-mail address`);
    const operators = await this.users.listOperators(MOST_NAMED);
    if (operators.length === 0) return this.make(address ?? DEFAULT_OPERATOR);
    const { id, email: found } = await this.choose(operators, address);
    const hasFactor = (await this.users.getStateIn(id, null))?.hasFactor === true;
    const { text: secret, until } = this.passwords.temporaryPassword();
    const hash = await this.passwords.hash(secret);
    await this.changes.run(id, async (session) => {
      await this.accounts.setTemporaryPassword(id, hash, until, session);
      await this.sessions.removeOthers(id, undefined, session);
      await this.audit.record(actOf('operator.password_reset', id), session);
      if (withFactor && hasFactor) await this.removeFactor(id, session);
    });
    return { email: found, secret, made: false };
  }

  private removeFactor(id: string, session: Tx): Promise<void> {
    const details = { program: 'command line' };
    return this.factors.remove(id, { by: 'operator', act: { actorId: null }, details }, session);
  }

  private async choose(
    operators: Operator[],
    address: string | undefined,
  ): Promise<Pick<Operator, 'id' | 'email'>> {
    if (address !== undefined) {
      const account = await this.users.credentials(address);
      if (account?.operator === true) return account;
      throw new OperatorResetRefused(`${address} is not the address of a platform operator`);
    }
    const [only, other] = operators;
    if (only !== undefined && other === undefined) return only;
    const names = operators.map((operator) => operator.email).join(', ');
    throw new OperatorResetRefused(`there are several platform operators: name one with --email (${names})`);
  }

  private async make(email: string): Promise<ResetOperator> {
    if (await this.users.emailExists(email)) {
      throw new OperatorResetRefused(
        `there is no platform operator yet, and ${email} is the address of another account: name a new address with --email`,
      );
    }
    const { text: secret, until: secretExpiresAt } = this.passwords.temporaryPassword();
    const hash = await this.passwords.hash(secret);
    const synthetic = email === DEFAULT_OPERATOR;
    await this.users.addOperator({ email, hash, secretExpiresAt, synthetic });
    const made = await this.users.credentials(email);
    if (made) await this.audit.recordAlone(actOf('operator.made', made.id));
    return { email, secret, made: true };
  }
}

/** Nobody signed in for it. */
function actOf(action: 'operator.made' | 'operator.password_reset', targetId: string) {
  return { action, actorId: null, targetType: 'user', targetId, details: { by: 'command line' } } as const;
}
