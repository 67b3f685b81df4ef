import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { type ClusterTime, momentOf } from '../../../database/past/moment.js';
import type { Actor } from '../../access/actor.types.js';
import type { Operation } from '../../organizations/moves/operations.service.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { ReplacementsService } from '../../organizations/replacements.service.js';
import { changesOf, type CollectionRestore } from '../collection-restores.js';
import { SnapshotsRepository } from '../snapshots.repository.js';
import { type JournalPlan, JournalPlans, type JournalStatus } from './journal-plans.service.js';
import { JournalSources } from './journal-sources.service.js';

/** Puts the data of an organization back to a moment. */
@Injectable()
export class JournalRestores {
  constructor(
    private readonly plans: JournalPlans,
    private readonly sources: JournalSources,
    private readonly snapshots: SnapshotsRepository,
    private readonly organizations: OrganizationsService,
    private readonly replacements: ReplacementsService,
  ) {}

  /** @throws AppError journal.off */
  async status(actor: Actor): Promise<JournalStatus> {
    const { id, database } = await this.organizations.ofActor(actor);
    return this.plans.status(id, database);
  }

  /** What restore() would use and do. @throws AppError as it does */
  async preview(actor: Actor, at: string): Promise<{ plan: JournalPlan; collections: CollectionRestore[] }> {
    const { id, database } = await this.organizations.ofActor(actor);
    const plan = await this.plans.plan(id, read(at));
    const { collections } = await this.sources.open(plan);
    return { plan, collections: changesOf(collections, await this.snapshots.counts(database)) };
  }

  /**
   * Begins it; it goes on when nobody waits for it. Members, roles and settings stay as they are; what is replaced is
   * kept as an undo keeps it.
   * @throws AppError moment.invalid, journal.*, backup.damaged, backup.key_wrong, backup.store_failed,
   * organization.busy, service.capacity_reached
   */
  async restore(actor: Actor, text: string): Promise<Operation> {
    const organization = await this.organizations.ofActor(actor);
    const plan = await this.plans.plan(organization.id, read(text));
    const { collections } = await this.sources.open(plan);
    const { at, database: source, base } = plan;
    return this.replacements.begin(actor, organization, {
      kind: 'restore',
      at,
      source,
      ...(base === null ? {} : { backup: base._id }),
      collections,
    });
  }
}

function read(text: string): ClusterTime {
  const at = momentOf(text);
  if (at === undefined)
    throw new AppError('moment.invalid', { errors: { at: 'at must be an RFC 3339 time with its zone' } });
  return at;
}
