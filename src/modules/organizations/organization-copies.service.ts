import { Injectable } from '@nestjs/common';
import type { ClusterTime } from '../../database/past/moment.js';
import { PastCatalog } from '../../database/past/past-catalog.js';
import { SnapshotWindow } from '../../database/past/snapshot-window.js';
import type { Tx } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import type { Act } from '../audit/audit.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { UsersService } from '../users/users.service.js';
import type { Build } from './builds/build.types.js';
import type { BuildJournal } from './builds/builds.service.js';
import { DatabaseSlotsService } from './database-slots.service.js';
import { CloneRepository } from './moves/clone.repository.js';
import { PastClone } from './moves/past-clone.js';
import type { OrganizationDraft } from './organization-drafts.service.js';

/** Which state of which database, and what each document of a collection passes on its way. */
export interface PastSource {
  source: string;
  at: ClusterTime;
  stagesOf: (collection: string) => object[];
}

/** A new organization with the data of another one. */
@Injectable()
export class OrganizationCopiesService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly slots: DatabaseSlotsService,
    private readonly clones: CloneRepository,
    private readonly catalog: PastCatalog,
    private readonly window: SnapshotWindow,
    private readonly audit: AuditService,
  ) {}

  /** Inside the server. May be repeated. @throws AppError moment.too_old */
  async fillFromPast(build: Build, journal: BuildJournal, { source, ...of }: PastSource): Promise<void> {
    const { clones, catalog, window } = this;
    const order = { from: source, to: build.to, ...of };
    const clone = new PastClone({ clones, catalog, window }, order, {
      assertHeld: () => journal.assertHeld(),
      progress: (stores, { done, total }) => {
        build.positions = stores.map((collection) => ({ collection, last: undefined, complete: true }));
        const { positions } = build;
        return journal.save({ positions, documents_done: done, documents_total: total });
      },
    });
    await clone.run(build.positions.filter(({ complete }) => complete).map(({ collection }) => collection));
  }

  /**
   * Its row, its owner and the beginning of its log.
   * @param act who made it, for the log
   * @throws MongoServerError 11000 on a name that was taken meanwhile
   */
  async insert(
    build: Build,
    draft: OrganizationDraft,
    { branchOf, act }: { branchOf?: string; act: Omit<Act, 'action' | 'targetType' | 'targetId'> },
    session: Tx,
  ): Promise<void> {
    const now = new Date();
    const { id, uid, seq, planId, nameKey, owner } = draft;
    const { name, to: database, generation } = build;
    const slug = (await this.organizations.slugTaken(build.slug))
      ? await this.slots.freeSlug(name)
      : build.slug;
    const row = { id, uid, seq, planId, nameKey, name, slug, database, generation, branchOf };
    const rest = { adminId: owner.id, origin: 'v1', domain: null, personal: false, settings: {} };
    await this.organizations.insert({ ...row, ...rest }, now, session);
    await this.users.own(owner.id, now, session);
    await this.memberships.addOwner(id, owner, now, session);
    const target = { orgId: id, targetType: 'organization', targetId: id };
    const details = {
      name,
      origin: 'v1',
      database,
      plan_id: planId,
      ...(branchOf && { branch_of: branchOf }),
    };
    await this.audit.begin({ ...act, ...target, action: 'organization.created', details }, session);
  }
}
