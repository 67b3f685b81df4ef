import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { PastCollection } from '../../database/past/past-catalog.js';
import type { Tx } from '../../database/transactions.js';
import { DomainClaimsRepository } from '../registry/domain-claims.repository.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { nameKey } from '../registry/slug.js';
import type { Build } from './builds/build.types.js';
import type { BuildJournal } from './builds/builds.service.js';
import { DatabaseSlotsService } from './database-slots.service.js';
import { CloneRepository } from './moves/clone.repository.js';
import { RestoreRunner } from './moves/restore-runner.js';
import type { RestoreSource } from './moves/restore.types.js';

/** An organization that comes back: its database, and its row. */
@Injectable()
export class OrganizationReturnsService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly domains: DomainClaimsRepository,
    private readonly slots: DatabaseSlotsService,
    private readonly clones: CloneRepository,
  ) {}

  /** Files of the server that these collections take. */
  filesOf(collections: readonly Pick<PastCollection, 'kind' | 'indexes'>[]): number {
    return collections.reduce(
      (sum, { kind, indexes }) => sum + (kind === 'view' ? 0 : 2 + indexes.length),
      1,
    );
  }

  /**
   * Told before anything is done; the unique indexes decide at the end.
   * @throws AppError organization.name_taken, organization.domain_taken
   */
  async requireFree(key: string | undefined, domain: string | undefined): Promise<void> {
    if (key !== undefined && (await this.organizations.nameKeyOwner(key)) !== null)
      throw new AppError('organization.name_taken');
    if (domain !== undefined && (await this.domains.find(domain)) !== null)
      throw new AppError('organization.domain_taken');
  }

  /** May be repeated. */
  async fill(build: Build, journal: BuildJournal, open: () => Promise<RestoreSource>): Promise<void> {
    await new RestoreRunner(this.clones, open, build, journal).copyOnline();
  }

  /** @throws MongoServerError 11000 on what was taken meanwhile */
  async insertAgain(
    row: object,
    { name, slug, to: database, generation }: Build,
    { renamed, withDomain }: { renamed: boolean; withDomain: boolean },
    session: Tx,
  ): Promise<void> {
    const free = (await this.organizations.slugTaken(slug)) ? await this.slots.freeSlug(name) : slug;
    const rename = renamed ? { name, nameKey: nameKey(name) } : undefined;
    await this.organizations.insertAgain(
      row,
      { rename, withDomain, slug: free, database, generation },
      session,
    );
  }
}
