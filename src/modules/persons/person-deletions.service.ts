import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { isId } from '../../database/ids.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { MailService } from '../mail/mail.service.js';
import { PersonDeparturesService } from '../memberships/person-departures.service.js';
import { PersonErasuresRepository } from './person-erasures.repository.js';
import { PersonErasuresTask } from './person-erasures.task.js';
import { mailKeyOf } from './mail-key.js';
import { PersonalRowsRepository } from './personal-rows.repository.js';

/**
 * Deletes an account: nobody gets in with one commit; what else is about the person is erased afterwards, by
 * whichever instance lives (ADR-0070).
 */
@Injectable()
export class PersonDeletionsService {
  constructor(
    private readonly departures: PersonDeparturesService,
    private readonly rows: PersonalRowsRepository,
    private readonly erasures: PersonErasuresRepository,
    private readonly task: PersonErasuresTask,
    private readonly rights: CurrentRightsService,
    private readonly transactions: Transactions,
    private readonly mail: MailService,
    private readonly audit: AuditService,
  ) {}

  /** @throws AppError account.last_owner, account.operator */
  async deleteOwn(actor: Actor): Promise<void> {
    await this.delete(actor, actor.userId);
  }

  /** For an operator; doing it again changes nothing. @throws AppError user.not_found, as {@link deleteOwn} */
  async deleteOther(actor: Actor, id: string): Promise<void> {
    if (!isId(id)) throw new AppError('user.not_found');
    if (await this.erasures.exists(id)) return;
    await this.delete(actor, id, (session) => this.rights.requireOperator(session, actor));
  }

  private async delete(actor: Actor, id: string, judge?: (session: Tx) => Promise<void>): Promise<void> {
    const left = await this.transactions.run(async (session) => {
      await judge?.(session);
      const { account, organizations } = await this.departures.end(session, actor, id);
      const { email, name, synthetic } = account;
      await this.rows.removeAccess({ id, email }, session);
      const at = new Date();
      await this.erasures.insert({ _id: id, at, email }, session);
      if (!synthetic) {
        const told = { template: 'account_deleted' as const, data: { name, deleted_at: at } };
        await this.mail.enqueue({ ...told, key: mailKeyOf(id), to: email }, session);
      }
      const target = { targetType: 'user', targetId: id };
      await this.audit.record({ ...by(actor), ...target, action: 'user.deleted' }, session);
      return organizations;
    });
    this.departures.forget(id, left);
    this.task.wake();
  }
}
