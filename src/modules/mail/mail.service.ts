import { Injectable } from '@nestjs/common';
import { canonicalEmail } from '../../common/email.js';
import type { Locale } from '../../common/locales.js';
import { requestedLocale } from '../../common/request-scope.js';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import type { Tx } from '../../database/transactions.js';
import type { Waiting } from '../../database/work/waiting.js';
import { BrandingService } from '../branding/branding.service.js';
import type { KeptMail, Mail, MailContent, MailTemplate } from './mail.types.js';
import { OutboxRepository } from './outbox.repository.js';
import { MailFacesService } from './mail-faces.service.js';
import { MailReadersService } from './mail-readers.service.js';

const LISTED = 100;
const NONE: ReadonlyMap<string, Locale> = new Map();
/** Mails whose reader is most often not who makes the request. */
const TO_OTHERS: ReadonlySet<MailTemplate> = new Set([
  'api_key_leaked',
  'factor_required',
  'join_request',
  'domain_proved',
  'domain_lost',
  'data_undone',
  'webhook_off',
  'audit_sink_off',
  'email_in_use',
  'membership_approved',
  'organization_deleted',
  'organization_erased',
  'backup_failed',
  'organization_returned',
]);

/** Writes mails. A worker delivers them: the request that enqueues one waits for no mail server. */
@Injectable()
export class MailService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly faces: MailFacesService,
    private readonly readers: MailReadersService,
    private readonly branding: BrandingService,
    private readonly env: Env,
  ) {}

  /**
   * Enqueues an e-mail as soon as the transaction commits, and never when it does not. A key that was written within
   * the last 30 days is the same mail, which is not sent again. The caller leaves out accounts whose address
   * is synthetic. It is written in the language of the account with the address, else in the one that the request
   * asks for, else in the default of the organization or the installation.
   * @throws Error when the address is not the stored form of one, or the link leaves the service
   */
  async enqueue(mail: Mail, session: Tx): Promise<void> {
    await this.enqueueAll([mail], session);
  }

  /** The same for many, in one command. */
  async enqueueAll(mails: readonly Mail[], session: Tx): Promise<void> {
    if (mails.length === 0) return;
    const unknown = mails.flatMap(({ to, locale }) => (locale === undefined ? [to] : []));
    const chosen = unknown.length === 0 ? NONE : await this.readers.localesOf(unknown, session);
    const written: (Mail & { locale: Locale })[] = [];
    for (const mail of mails) {
      if (canonicalEmail(mail.to) !== mail.to) throw new Error('a mail goes to a canonical address only');
      const asked = TO_OTHERS.has(mail.template) ? undefined : requestedLocale();
      const locale =
        mail.locale ?? chosen.get(mail.to) ?? asked ?? (await this.branding.defaultLocale(mail.orgId));
      await this.faces.render(mail, { ...mail, locale }); // what cannot be written must fail here, not after the commit
      written.push({ ...mail, locale });
    }
    await this.outbox.insertAllOnce(written, this.env.mailFrom.address.split('@')[1], session);
  }

  /**
   * The newest mails that were kept because there is no MAIL_URL.
   * @throws AppError mail.not_kept in production, where links are nobody's to read, and when mails are sent
   */
  async listKept(): Promise<KeptMail[]> {
    if (this.env.production || this.env.MAIL_URL !== undefined) throw new AppError('mail.not_kept');
    const rows = await this.outbox.listKept(LISTED);
    const mails = rows.map(async (row) => {
      if (row.data === undefined) return []; // kept by an instance that ran in production
      const content = { template: row.template, data: row.data } as MailContent;
      const { subject, text, html, link } = await this.faces.render(content, {
        locale: row.locale,
        orgId: row.org_id,
      });
      const { to, template, created_at } = row;
      return [{ id: row._id.toHexString(), to, template, created_at, subject, text, html, link }];
    });
    return (await Promise.all(mails)).flat();
  }

  /** Those that no worker has delivered yet. */
  waiting(): Promise<Waiting> {
    return this.outbox.waiting();
  }
}
