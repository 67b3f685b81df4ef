import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { slugOf } from '../registry/slug.js';
import type { Build } from './builds/build.types.js';
import { BuildsRepository } from './builds/builds.repository.js';
import { BuildsService } from './builds/builds.service.js';
import { DatabaseSlotsService, isSlotTaken } from './database-slots.service.js';
import { DatabaseMarksService } from './marks/database-marks.service.js';

/** Times it starts over because another organization took its database name first. */
const MAX_ATTEMPTS = 20;

export type NewBuild = Pick<Build, 'kind' | 'org_id' | 'from_org' | 'name' | 'order' | 'act'> & {
  /** Generations that the organization had. */
  atLeast?: number;
  /** Files of the server that the database takes. */
  files: number;
};

/** Begins to build the database of an organization that is to be there. */
@Injectable()
export class OrganizationBuildsService {
  constructor(
    private readonly builds: BuildsRepository,
    private readonly runner: BuildsService,
    private readonly slots: DatabaseSlotsService,
    private readonly databases: DatabasesRepository,
    private readonly marks: DatabaseMarksService,
    private readonly admission: AdmissionService,
    private readonly transactions: Transactions,
  ) {}

  /** Those of an organization, the newest first. */
  list(fromOrg: string, kind: Build['kind'], limit: number): Promise<Build[]> {
    return this.builds.listOf(fromOrg, kind, limit);
  }

  find(id: string): Promise<Build | null> {
    return this.builds.find(id);
  }

  /** Ends one that is being filled, as BuildsService.cancel(). */
  async cancel(id: string, alongside: (session: Tx) => Promise<void>): Promise<boolean> {
    const build = await this.builds.find(id);
    return build !== null && this.runner.cancel(build, alongside);
  }

  /**
   * @param alongside what is true with its beginning
   * @throws AppError service.capacity_reached, and what `alongside` throws
   */
  async begin(wanted: NewBuild, alongside: (build: Build, session: Tx) => Promise<void>): Promise<Build> {
    const build = await this.admission.within(wanted.files, () => this.claim(wanted, alongside), 'new');
    this.runner.wake();
    return build;
  }

  private async claim(
    { atLeast, files: _, ...wanted }: NewBuild,
    alongside: (build: Build, session: Tx) => Promise<void>,
  ): Promise<Build> {
    for (let attempt = 1; ; attempt++) {
      const { slug, generation, database: to } = await this.slots.choose(slugOf(wanted.name), { atLeast });
      const now = new Date();
      const build: Build = {
        ...wanted,
        _id: randomUUID(),
        to,
        slug,
        generation,
        phase: 'filling',
        lease_until: new Date(0),
        positions: [],
        documents_total: 0,
        documents_done: 0,
        attempts: 0,
        created_at: now,
        updated_at: now,
      };
      const { org_id } = wanted;
      try {
        await this.transactions.run(async (session) => {
          await this.databases.claim({ _id: to, org_id, slug, generation, state: 'building' }, now, session);
          await this.marks.make({ _id: to, org_id, generation }, session);
          await this.builds.insert(build, session);
          await alongside(build, session);
        });
        return build;
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isSlotTaken(error)) throw error;
      }
    }
  }
}
