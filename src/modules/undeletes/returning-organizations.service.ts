import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { FinalArchivesService } from '../backups/final-archives.service.js';
import { JoinRequestsService } from '../memberships/join-requests.service.js';
import type { Build } from '../organizations/builds/build.types.js';
import type { BuildHandler, BuildJournal } from '../organizations/builds/builds.service.js';
import { OrganizationReturnsService } from '../organizations/organization-returns.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { DeletedOrganizationsRepository } from './deleted-organizations.repository.js';
import { openRows } from './kept-parts.js';
import type { Asker } from './undeletes.types.js';

interface Order {
  archive: string;
  /** It has a name that it did not have. */
  renamed: boolean;
  /** It claims its mail domain again. */
  domain: boolean;
}

/** A deleted organization on its way back: its database is filled first, and then its rows are there at once. */
@Injectable()
export class ReturningOrganizations implements BuildHandler {
  constructor(
    private readonly deleted: DeletedOrganizationsRepository,
    private readonly archives: FinalArchivesService,
    private readonly returns: OrganizationReturnsService,
    private readonly registry: OrganizationRegistryService,
    private readonly events: DomainEventBus,
    private readonly audit: AuditService,
    private readonly requests: JoinRequestsService,
  ) {}

  async fill(build: Build, journal: BuildJournal): Promise<void> {
    const { archive } = build.order as unknown as Order;
    await this.returns.fill(build, journal, () => this.archives.open(archive, build.org_id));
  }

  /** @throws AppError organization.name_taken, organization.domain_taken, undelete.no_owner */
  async settle(build: Build, session: Tx): Promise<void> {
    const { org_id: orgId } = build;
    const row = await this.deleted.find(orgId, session);
    if (row?.phase !== 'returning' || row.build !== build._id) throw new AppError('undelete.not_found');
    const kept = openRows(await this.archives.existingKey(orgId), await this.deleted.readParts(row, session));
    const { renamed, domain: withDomain } = build.order as unknown as Order;
    await this.returns.insertAgain(kept.of('organizations')[0], build, { renamed, withDomain }, session);
    const missing: string[] = [];
    await this.events.emit('organization.returned', { orgId, kept, missing }, session);
    const change = { phase: 'returned' as const, name: build.name, missing };
    await this.deleted.enter(orgId, ['returning'], change, session);
    await this.deleted.removeParts(orgId, session);
    await this.archives.remove(row.archive, orgId, session);
    const target = { orgId, targetType: 'organization', targetId: orgId };
    const details = { database: build.to, missing: missing.length };
    const by = build.act as unknown as Asker;
    await this.audit.record({ ...by, ...target, action: 'organization.undeleted', details }, session);
    const there = await this.registry.read(orgId, session);
    await this.requests.tellOwners(session, there!, {
      template: 'organization_returned',
      missing: missing.length,
    });
  }

  async giveUp({ org_id: orgId }: Build, { code }: AppError, session: Tx): Promise<void> {
    await this.deleted.enter(orgId, ['returning'], { phase: 'kept', fault: code }, session);
  }
}
