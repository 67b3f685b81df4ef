import { Injectable } from '@nestjs/common';
import type { Locale } from '../../common/locales.js';
import { Env } from '../../config/env.js';
import { BrandingService } from '../branding/branding.service.js';
import type { Sender } from './layout.js';
import type { MailContent, RenderedMail } from './mail.types.js';
import { unlinked } from './plain-text.js';
import { senderName } from './sender-name.js';
import { render } from './templates.js';

/** Whose mail it is and for whom. */
interface Envelope {
  locale?: Locale;
  orgId?: string;
}

/** A mail as it is read, and as whose it comes. */
export interface FacedMail extends RenderedMail {
  from: { name: string; address: string };
  replyTo: string | undefined;
}

/** Writes mails in the language of their readers and with the face of whom they are about. */
@Injectable()
export class MailFacesService {
  constructor(
    private readonly branding: BrandingService,
    private readonly env: Env,
  ) {}

  /** @throws Error as `render` */
  async render(content: MailContent, { locale = 'en', orgId }: Envelope): Promise<FacedMail> {
    const face = await this.branding.faceOf(orgId);
    const { logo, color, colorDark, support, home } = face;
    const isDefault = locale === (await this.branding.defaultLocale(face.orgId));
    const query = new URLSearchParams({
      ...(isDefault ? {} : { lang: locale }),
      ...(face.orgId === undefined ? {} : { org: face.orgId }),
    });
    const sender: Sender = {
      name: face.platform === undefined ? face.name : `${unlinked(face.name)} · ${face.platform}`,
      url: this.env.publicBaseUrl,
      home,
      query: query.toString(),
      logo,
      color,
      colorDark,
      support,
    };
    const from = { name: senderName(face), address: this.env.mailFrom.address };
    return { ...render(content, sender, locale), from, replyTo: support };
  }
}
