import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.js';
import type { Tx } from '../../database/transactions.js';
import { MailService } from '../mail/mail.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { RolesService } from '../access/roles.service.js';
import { newCode } from './invitation-code.js';
import type { Invitation } from './invitations.types.js';

const DAY_SECONDS = 24 * 3600;

/** A code with its end, before it is mailed. */
export interface Ticket {
  code: string;
  hash: string;
  expiresAt: Date;
}

/** Codes leave the service in these mails, and nowhere else. */
@Injectable()
export class InvitationMailsService {
  constructor(
    private readonly mail: MailService,
    private readonly roles: RolesService,
    private readonly env: Env,
  ) {}

  ticket(now: Date): Ticket {
    return { ...newCode(), expiresAt: new Date(now.getTime() + this.seconds * 1000) };
  }

  /** In the fragment the code reaches no log and no Referer. */
  async write(
    invitation: Invitation,
    organization: Organization,
    { code }: Ticket,
    session: Tx,
  ): Promise<void> {
    const data = {
      organization: organization.name,
      inviter: invitation.inviter,
      role: await this.roles.nameOf(organization.id, invitation.role),
      link: `/dashboard/invitation#code=${code}` as const,
      expires_in: this.seconds,
    };
    const key = `invitation:${invitation.id}:${invitation.sends}`;
    await this.mail.enqueue(
      { template: 'invitation', data, key, to: invitation.email, orgId: organization.id },
      session,
    );
  }

  private get seconds(): number {
    return this.env.INVITATION_DAYS * DAY_SECONDS;
  }
}
