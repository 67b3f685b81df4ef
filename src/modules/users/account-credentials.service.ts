import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import type { Tx } from '../../database/transactions.js';
import { AccountMailsService } from './account-mails.service.js';
import { AccountsRepository } from './accounts.repository.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { CredentialsChange } from './accounts.types.js';

/** Passwords and addresses: each change ends sessions and mailed links, and is told to the mailbox. */
@Injectable()
export class AccountCredentialsService {
  constructor(
    private readonly accounts: AccountsRepository,
    readonly mails: AccountMailsService,
    private readonly events: DomainEventBus,
  ) {}

  /** Sessions other than `change.sid` end with the commit. */
  async change(id: string, change: CredentialsChange, session: Tx): Promise<void> {
    const before = await this.accounts.find(id, session);
    if (!before) throw new AppError('user.not_found');
    const hash = await this.accounts.findHash(id, session);
    const email = change.email === before.email ? undefined : change.email;
    const now = new Date();
    const made = { ...change, email };
    const changed = await this.accounts.changeCredentials(id, made, now, session).catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
    if (!changed) throw new AppError('auth.credentials_invalid');
    const former = change.undo === 'with_password' && !before.mustChangePassword ? hash : undefined;
    await this.mails.credentialsChanged(before, made, { at: now, former }, session);
    if (email !== undefined && change.emailProved)
      await this.events.emit('mailbox.proved', { userId: id, email }, session);
  }
}
