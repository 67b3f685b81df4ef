import { Injectable } from '@nestjs/common';
import { canonicalEmail } from '../../common/email.js';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { Tx } from '../../database/transactions.js';
import type { KeptMail, Mail, MailContent } from './mail.types.js';
import { OutboxRepository } from './outbox.repository.js';
import { render, senderOf } from './templates.js';

const LISTED = 100;

/** Writes mails. A worker delivers them: the request that enqueues one waits for no mail server. */
@Injectable()
export class MailService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly env: Env,
  ) {}

  /**
   * Enqueues an e-mail as soon as the transaction commits, and never when it does not. A key that was written within
   * the last 30 days is the same mail, which is not sent again. The caller leaves out accounts whose address
   * is synthetic.
   * @throws Error when the address is not the stored form of one, or the link leaves the service
   */
  async enqueue(mail: Mail, session: Tx): Promise<void> {
    await this.enqueueAll([mail], session);
  }

  /** The same for many, in one command. */
  async enqueueAll(mails: readonly Mail[], session: Tx): Promise<void> {
    for (const mail of mails) {
      if (canonicalEmail(mail.to) !== mail.to) throw new Error('a mail goes to a canonical address only');
      render(mail, senderOf(this.env)); // what cannot be written must fail here, not after the commit
    }
    if (mails.length === 0) return;
    await this.outbox.insertAllOnce(mails, this.env.mailFrom.address.split('@')[1], session);
  }

  /**
   * The newest mails that were kept because there is no MAIL_URL.
   * @throws AppError mail.not_kept in production, where links are nobody's to read, and when mails are sent
   */
  async listKept(): Promise<KeptMail[]> {
    if (this.env.production || this.env.MAIL_URL !== undefined) throw new AppError('mail.not_kept');
    const rows = await this.outbox.listKept(LISTED);
    return rows.flatMap((row) => {
      if (row.data === undefined) return []; // kept by an instance that ran in production
      const mail = render({ template: row.template, data: row.data } as MailContent, senderOf(this.env));
      const { to, template, created_at } = row;
      return [{ id: row._id.toHexString(), to, template, created_at, ...mail }];
    });
  }
}
