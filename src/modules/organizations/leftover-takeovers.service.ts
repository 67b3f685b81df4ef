import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { duplicateKey, refuseDuplicate } from '../../database/duplicate-key.js';
import type { Tx } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { type DatabaseSlot, TENANT_COLLECTIONS } from './database-slots.service.js';
import { DatabaseContentsRepository } from './marks/database-contents.repository.js';
import { DatabaseMarksService } from './marks/database-marks.service.js';
import { LeftoverClaimsService } from './marks/leftover-claims.service.js';
import { MARK_COLLECTION } from './marks/marks.repository.js';

/** Makes a leftover database an organization's: registered, marked and complete, in one transaction. */
@Injectable()
export class LeftoverTakeoversService {
  constructor(
    private readonly claims: LeftoverClaimsService,
    private readonly tenants: TenantConnectionFactory,
    private readonly databases: DatabasesRepository,
    private readonly marks: DatabaseMarksService,
    private readonly contents: DatabaseContentsRepository,
    private readonly audit: AuditService,
  ) {}

  hasDocuments(database: string): Promise<boolean> {
    return this.contents.hasDocuments(this.tenants.open(database));
  }

  exists(database: string): Promise<boolean> {
    return this.contents.exists(this.tenants.open(database));
  }

  /** @param work in the same transaction */
  async take(
    actor: Actor,
    to: DatabaseSlot & { orgId: string },
    work: (session: Tx) => Promise<void>,
  ): Promise<void> {
    const { database, orgId, slug, generation } = to;
    const db = this.tenants.open(database);
    const isThere = await this.contents.has(db, MARK_COLLECTION);
    const missing: string[] = [];
    for (const one of TENANT_COLLECTIONS) if (!(await this.contents.has(db, one))) missing.push(one);
    const taken = { _id: database, org_id: orgId, slug, generation };
    try {
      await this.claims.taking(actor, database, async (session) => {
        await this.databases.take({ ...taken, state: 'active' }, session);
        await work(session);
        await this.marks.replace(taken, isThere, session);
        for (const one of missing) await this.contents.create(db, one, session);
        await this.claims.settle(database, session);
        const target = { orgId, targetType: 'organization', targetId: orgId };
        const act = {
          ...by(actor),
          action: 'organization.resettled' as const,
          ...target,
          details: { database },
        };
        await this.audit.record(act, session);
        await this.claims.record(actor, 'leftover.adopted', database, { organization_id: orgId }, session);
      });
    } catch (error) {
      const taken = duplicateKey(error);
      if (taken !== 'organizations._id_' && taken !== 'organizations.collection_name_1')
        throw refuseDuplicate(error);
      throw new AppError('leftover.in_use', {}, { cause: error });
    }
  }
}
