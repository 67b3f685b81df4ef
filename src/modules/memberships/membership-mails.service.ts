import { Injectable } from '@nestjs/common';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import { leadBack, returnData } from '../../common/return-data.js';
import type { Tx } from '../../database/transactions.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { MailService } from '../mail/mail.service.js';
import type { BackupFailure, MailContent } from '../mail/mail.types.js';
import type { Organization } from '../registry/organizations.types.js';
import { type MemberAccount, MemberAccountsRepository } from '../users/member-accounts.repository.js';
import type { Membership } from './memberships.types.js';

const DAY = 24 * 3600;
/** Owners and administrators who are told of a request. */
const MAX_TOLD = 20;
/** Members who are mailed by one command. */
const BATCH = 500;
/** With this many requests unanswered, another mail tells nobody anything; strangers can make requests. */
const MAX_ANNOUNCED = 20;

/** Who asks to join. */
export interface Applicant {
  userId: string;
  userName: string;
  email: string;
}

/** What became of an organization's data or its mail domain. */
export type OwnerNews =
  | { template: 'data_undone'; at: Date; kept_until: Date | undefined }
  | { template: 'backup_failed'; at: Date; reason: BackupFailure }
  | { template: 'organization_returned'; missing: number }
  | { template: 'webhook_off'; url: string; reason: 'failing' | 'gone' }
  | { template: 'audit_sink_off'; target: string; reason: 'failing' | 'gone' }
  | { template: 'domain_proved'; domain: string }
  | { template: 'domain_lost'; domain: string; reason: 'expired' | 'proved_elsewhere' };

/** An API key that was found in public. */
export interface LeakedKey {
  readonly keyId: string;
  readonly keyName: string;
  /** Where; strangers write it. */
  readonly url: string;
  /** False: only the secret before a rotation was found. */
  readonly isRevoked: boolean;
  /** Of a personal key. */
  readonly userId: string | undefined;
}

/** What a mailed link is about. */
export interface MailedRequest {
  readonly userId: string;
  readonly orgId: string;
  /** The address it was mailed to. */
  readonly email: string;
}

/** The e-mails around an admission, enqueued in the transaction they tell of. */
@Injectable()
export class MembershipMailsService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly mails: MailService,
    private readonly codes: OneTimeCodesService,
  ) {}

  /** The link that proves the mailbox, and an e-mail to those who may approve. */
  async requested(session: Tx, organization: Organization, applicant: Applicant): Promise<void> {
    await this.proof(session, organization.id, applicant);
    const { id, name } = organization;
    if ((await this.memberships.countPending(id, MAX_ANNOUNCED + 1, session)) > MAX_ANNOUNCED) return;
    const managers = await this.memberships.listActive(id, ['owner', 'admin'], MAX_TOLD, session);
    const ids = managers.map(({ userId }) => userId);
    const { userId, userName, email } = applicant;
    const data = { organization: name, applicant: `${userName} (${email})`, link: MEMBERS } as const;
    for (const to of await this.accounts.listMailable(ids, session)) {
      const key = `join_request:${id}:${userId}:${to}`;
      await this.mails.enqueue({ template: 'join_request', data, key, to, orgId: id }, session);
    }
  }

  async owners(session: Tx, { id, name }: Organization, to: string[], news: OwnerNews): Promise<void> {
    const key = `${news.template}:${id}:${subjectOf(news)}:${Date.now()}`;
    const content = contentOf(name, news);
    await this.mails.enqueueAll(
      to.map((address) => ({ ...content, key: `${key}:${address}`, to: address, orgId: id })),
      session,
    );
  }

  /** To those who manage the organization, and to the person whose key it was. */
  async keyLeaked(session: Tx, { id, name }: Organization, leak: LeakedKey): Promise<void> {
    const { keyId, keyName, url, isRevoked, userId } = leak;
    const managers = await this.memberships.listActive(id, ['owner', 'admin'], MAX_TOLD, session);
    const ids = new Set(managers.map((one) => one.userId));
    if (userId !== undefined) ids.add(userId);
    const data = {
      organization: name,
      key: `${keyName} (${keyId})`,
      url,
      outcome: isRevoked ? 'revoked' : 'rotated',
    } as const;
    const stamp = `api_key_leaked:${keyId}:${Date.now()}`;
    const addresses = await this.accounts.listMailable([...ids], session);
    await this.mails.enqueueAll(
      addresses.map((to) => ({ template: 'api_key_leaked', data, key: `${stamp}:${to}`, to, orgId: id })),
      session,
    );
  }

  /** To every member without a second factor that there is going to be no way in without one. */
  async factorRequired(
    session: Tx,
    { id, name }: Pick<Organization, 'id' | 'name'>,
    from: Date,
    is: 'new' | 'reminder',
  ): Promise<void> {
    const data = { organization: name, from, is, link: ACCOUNT } as const;
    // Who requires it twice a day, with the same grace, mails once.
    const key = `factor_required:${is}:${id}:${from.toISOString().slice(0, 10)}`;
    for await (const ids of this.memberships.listActiveIds(id, BATCH, session)) {
      const addresses = await this.accounts.listWithoutFactor(ids, session);
      await this.mails.enqueueAll(
        addresses.map((to) => ({ template: 'factor_required', data, key: `${key}:${to}`, to, orgId: id })),
        session,
      );
    }
  }

  /** Another link that proves the mailbox; one a minute is enough. */
  async reminded(session: Tx, orgId: string, applicant: Applicant): Promise<void> {
    const isRecent = await this.codes.wasIssuedWithin(60, 'join_domain', applicant.userId, session);
    if (!isRecent) await this.proof(session, orgId, applicant);
  }

  async approved(
    session: Tx,
    organization: Organization,
    membership: Membership,
    account: MemberAccount,
  ): Promise<void> {
    if (account.synthetic) return;
    const data = {
      name: account.name ?? membership.userName,
      organization: organization.name,
      link: SIGN_IN,
    } as const;
    const key = `approved:${membership.orgId}:${membership.userId}:${Date.now()}`;
    await this.mails.enqueue(
      { template: 'membership_approved', key, to: account.email, data, orgId: organization.id },
      session,
    );
  }

  /**
   * To the member, never with the secret: the actor who asked for it hands it over. Links that were mailed before are
   * dead, since they would set another password.
   */
  async passwordReset(session: Tx, membership: Membership, account: MemberAccount): Promise<void> {
    await this.codes.revoke(membership.userId, session, ['reset_password', 'change_email']);
    if (account.synthetic) return;
    const changed_at = new Date();
    const data = { name: account.name ?? membership.userName, link: FORGOT, changed_at } as const;
    const key = `secret:${membership.userId}:${changed_at.getTime()}`;
    await this.mails.enqueue({ template: 'password_changed', key, to: account.email, data }, session);
  }

  /** Whose mailed link this is, without using it up. */
  async requestOf(code: string): Promise<MailedRequest> {
    const { userId, data } = await this.codes.peek('join_domain', code);
    const { org_id: orgId, email } = data;
    if (orgId === undefined || email === undefined) throw new AppError('auth.link_invalid');
    return { userId, orgId, email };
  }

  async consume(session: Tx, code: string): Promise<void> {
    const { data } = await this.codes.consume('join_domain', code, session);
    leadBack(data);
  }

  /** The request was answered: its link is dead. */
  async answered(session: Tx, userId: string): Promise<void> {
    await this.codes.revoke(userId, session, ['join_domain']);
  }

  /** The account goes: so do all its links. */
  async gone(session: Tx, userId: string): Promise<void> {
    await this.codes.revoke(userId, session);
  }

  private async proof(session: Tx, orgId: string, applicant: Applicant): Promise<void> {
    const { userId, userName, email } = applicant;
    const code = await this.codes.issue(
      'join_domain',
      userId,
      DAY,
      { org_id: orgId, email, ...returnData() },
      session,
    );
    const data = { name: userName, link: `/dashboard/join#code=${code}`, expires_in: DAY } as const;
    const key = `join:${orgId}:${userId}:${Date.now()}`;
    await this.mails.enqueue({ template: 'verify_email', data, key, to: email, orgId }, session);
  }
}

/** Paths of the dashboard. */
const MEMBERS = '/dashboard/members';
const SIGN_IN = '/dashboard/sign-in';
const ACCOUNT = '/dashboard/account';
const FORGOT = '/dashboard/forgot-password';

const clockOf = (date: Date): string => String(date.getTime());

/** Tells mails of one moment apart. */
function subjectOf(news: OwnerNews): string {
  if (news.template === 'data_undone' || news.template === 'backup_failed') return clockOf(news.at);
  if (news.template === 'organization_returned') return String(news.missing);
  if (news.template === 'audit_sink_off') return news.target;
  return news.template === 'webhook_off' ? news.url : news.domain;
}

function contentOf(organization: string, news: OwnerNews): MailContent {
  switch (news.template) {
    case 'data_undone': {
      const { at, kept_until } = news;
      return { template: 'data_undone', data: { organization, at, kept_until } };
    }
    case 'backup_failed': {
      const { at, reason } = news;
      return { template: 'backup_failed', data: { organization, at, reason } };
    }
    case 'organization_returned': {
      const { missing } = news;
      return {
        template: 'organization_returned',
        data: { organization, missing, link: '/dashboard/sign-in' },
      };
    }
    case 'webhook_off': {
      const { url, reason } = news;
      return { template: 'webhook_off', data: { organization, url, reason } };
    }
    case 'audit_sink_off': {
      const { target, reason } = news;
      return { template: 'audit_sink_off', data: { organization, target, reason } };
    }
    case 'domain_proved':
      return { template: 'domain_proved', data: { organization, domain: news.domain } };
    case 'domain_lost': {
      const { domain, reason } = news;
      return { template: 'domain_lost', data: { organization, domain, reason } };
    }
  }
}
