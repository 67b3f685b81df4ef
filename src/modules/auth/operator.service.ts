import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { canonicalEmail } from '../../common/email.js';
import { Env } from '../../config/env.js';
import { UsersService } from '../users/users.service.js';
import { PasswordsService } from '../credentials/passwords.service.js';

/** Of the operator whom nobody gave an address. */
export const DEFAULT_OPERATOR = 'operator@rowhouse.local';

/** Makes the first platform operator. */
@Injectable()
export class OperatorService {
  private readonly log = new Logger(OperatorService.name);

  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly env: Env,
  ) {}

  /**
   * With PLATFORM_ADMIN_EMAIL and _PASSWORD: makes that operator if the address is new. Without them, and only
   * when `invent` is set: makes a first operator with a temporary password, or renews a secret nobody has used.
   * @returns the address and its temporary password, to be shown once; null when there is none to show
   */
  async bootstrap(invent: boolean): Promise<{ email: string; secret: string } | null> {
    const { PLATFORM_ADMIN_EMAIL: given, PLATFORM_ADMIN_PASSWORD: password } = this.env;
    if (given !== undefined && password !== undefined) {
      const email = canonicalEmail(given) ?? given;
      if (!(await this.add(email, password, undefined))) await this.sayTaken(email);
      return null;
    }
    return invent ? this.invent() : null;
  }

  /** The address was registered before: that account is not made an operator's, and the start says so. */
  private async sayTaken(email: string): Promise<void> {
    const account = await this.users.credentials(email);
    if (account === null || account.operator) return;
    this.log.warn(
      'PLATFORM_ADMIN_EMAIL is the address of an account that is no platform operator, so none was made: set another address',
    );
  }

  private async invent(): Promise<{ email: string; secret: string } | null> {
    const present = await this.users.findOperator();
    if (present && !present.pending) return null;
    const { text: secret, until: expiresAt } = this.passwords.temporaryPassword();
    if (!present) {
      const made = await this.add(DEFAULT_OPERATOR, secret, expiresAt);
      return made ? { email: DEFAULT_OPERATOR, secret } : null;
    }
    // Known to nobody but the reader of an earlier start's output, who has not used it and may have lost it.
    const renewed = await this.users.renewTemporaryPassword(
      present.id,
      await this.passwords.hash(secret),
      expiresAt,
    );
    return renewed ? { email: present.email, secret } : null;
  }

  private async add(email: string, password: string, secretExpiresAt: Date | undefined): Promise<boolean> {
    if (await this.users.emailExists(email)) return false;
    try {
      const hash = await this.passwords.hash(password);
      const synthetic = email === DEFAULT_OPERATOR;
      await this.users.addOperator({ email, hash, secretExpiresAt, synthetic });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'user.email_taken') return false; // another instance was first
      throw error;
    }
  }
}
