import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { CredentialChangesService } from '../auth/credential-changes.service.js';
import { PasswordsService } from '../credentials/passwords.service.js';
import { AppError } from '../../common/errors/app-error.js';
import { UsersService } from '../users/users.service.js';

/** What an update of an organization changes of the caller's own account. */
export interface PreparedCredentials {
  /** Canonical address. */
  email?: string;
  hash?: string;
}

/** E-mail and password of the user who updates an organization (S1-07). */
@Injectable()
export class AdminCredentialsService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly changes: CredentialChangesService,
    private readonly audit: AuditService,
  ) {}

  check(password: string, of: { organizationName: string; email?: string }): void {
    this.passwords.check(password, of);
  }

  /** Saves the cost of a copy; the unique index decides. */
  async refuseTaken(actor: Actor, email: string): Promise<void> {
    const account = await this.users.credentials(email);
    if (account && account.id !== actor.userId) throw new AppError('user.email_taken');
  }

  async prepare({ email, password }: { email?: string; password?: string }): Promise<PreparedCredentials> {
    return {
      ...(email === undefined ? {} : { email }),
      ...(password === undefined ? {} : { hash: await this.passwords.hash(password) }),
    };
  }

  /** Every other session ends with it (D16). */
  async change(actor: Actor, credentials: PreparedCredentials, session: Tx): Promise<void> {
    const fields = fieldsOf(credentials);
    if (fields.length === 0) return;
    const { userId, sessionId: sid } = actor;
    await this.changes.change(userId, { ...credentials, sid, undo: 'with_password' }, session);
    const target = { orgId: actor.organizationId, targetType: 'user', targetId: userId };
    const act = {
      ...by(actor),
      ...target,
      action: 'account.credentials_changed' as const,
      details: { fields },
    };
    await this.audit.record(act, session);
  }
}

/** What is changed, by name. */
export const fieldsOf = ({ email, hash }: PreparedCredentials): string[] => [
  ...(email === undefined ? [] : ['email']),
  ...(hash === undefined ? [] : ['password']),
];
