import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { Clock } from '../../database/work/clock.js';
import type { AuditAction } from '../audit/audit-actions.types.js';
import { AuditService } from '../audit/audit.service.js';
import type { FactorNews } from '../mail/mail.types.js';
import { AccountMailsService } from '../users/account-mails.service.js';
import { AccountsService } from '../users/accounts.service.js';
import type { FactorAct } from './factors.types.js';

interface News {
  action: AuditAction;
  what: FactorNews;
  act: FactorAct;
  details?: object;
  /** Recovery codes that are left. */
  left?: number;
}

/** What is told of a second factor. */
@Injectable()
export class FactorNewsService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly mails: AccountMailsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** For the record, and to the account's mailbox. */
  async tell(userId: string, { action, what, act, details, left }: News, session: Tx): Promise<void> {
    const account = await this.accounts.find(userId, session);
    const changed_at = new Date(this.clock.wall());
    await this.mails.factorNews(account, { what, changed_at, left }, session);
    const target = { targetType: 'user', targetId: userId, orgId: account.organizationId };
    await this.audit.record({ ...act, ...target, action, details: { ...details } }, session);
  }
}
