import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { Transactions } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { BrandingService } from '../branding/branding.service.js';
import type { Branding, BrandingChange } from '../branding/branding.types.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';

/** The face of an organization, as its administrators change it. */
@Injectable()
export class OrganizationBrandingService {
  constructor(
    private readonly branding: BrandingService,
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly env: Env,
  ) {}

  find(orgId: string): Promise<Branding> {
    return this.branding.find(orgId);
  }

  /**
   * Mails and pages have it at once, on every instance within a tenth of a second. Only for who proved a mailbox:
   * what it says is read by people who trust the installation.
   * @param expected the revisions it may have; any when undefined
   * @throws AppError branding.off, auth.email_unverified, resource.changed
   */
  async change(actor: Actor, orgId: string, change: BrandingChange, expected?: string[]): Promise<Branding> {
    if (!this.env.ORGANIZATION_BRANDING) throw new AppError('branding.off');
    if (!actor.emailVerified) throw new AppError('auth.email_unverified');
    const changed = await this.transactions.run(async (session) => {
      await this.lock.take(orgId, session);
      await this.rights.require(session, orgId, actor, 'organization.update');
      const before = await this.branding.find(orgId, session);
      if (expected && !expected.includes(String(before.revision))) throw new AppError('resource.changed');
      const fields = Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      if (fields.length === 0) return before;
      const after = await this.branding.change(orgId, change, session);
      const target = { orgId, targetType: 'organization', targetId: orgId };
      const act = {
        ...by(actor),
        ...target,
        action: 'organization.branding_changed',
        details: { fields },
      } as const;
      await this.audit.record(act, session);
      return after;
    });
    this.branding.invalidate(orgId);
    return changed;
  }
}
