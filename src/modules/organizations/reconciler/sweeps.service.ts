import { Injectable, Logger } from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { NamedLeases } from '../../../database/work/lease-rows.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { InstanceService } from '../../registry/instance.service.js';
import { DatabaseDropsService } from '../marks/database-drops.service.js';
import { LeftoverReportsService } from '../marks/leftover-reports.service.js';
import type { LeftoverReason } from '../marks/leftovers.types.js';
import { attempt } from './attempt.js';
import { SweepRepository } from './sweep.repository.js';

/** A database that is being built or dropped is an instance's work for this long. */
const UNFINISHED_MS = 60_000;

/** Compares the databases of the server with the registry: drops what is provably ours and over, reports the rest. */
@Injectable()
export class SweepsService {
  private readonly log = new Logger(SweepsService.name);

  constructor(
    private readonly sweeps: SweepRepository,
    private readonly databases: DatabasesRepository,
    private readonly drops: DatabaseDropsService,
    private readonly leftovers: LeftoverReportsService,
    private readonly instance: InstanceService,
    private readonly leases: NamedLeases,
    private readonly env: Env,
  ) {}

  /** On one instance at a time. */
  async runIfDue(): Promise<void> {
    const { RECONCILE_SECONDS } = this.env;
    if (await this.leases.take('sweep', this.instance.id, RECONCILE_SECONDS * 1000)) await this.sweep();
  }

  /** The list of databases is read before the registry: whatever is made meanwhile is then in the registry. */
  private async sweep(): Promise<void> {
    const at = new Date();
    const present = await this.sweeps.listDatabases();
    const states = await this.databases.statesOf(present);
    const leftovers = new Map<string, LeftoverReason>();
    for (const name of present) {
      const state = states.get(name);
      if (state === undefined && name.startsWith(this.env.DATABASE_PREFIX)) leftovers.set(name, 'unknown');
      if (state !== 'dropped') continue;
      await attempt(this.log, `dropping ${name}`, async () => {
        if (!(await this.drops.dropAgain(name))) leftovers.set(name, 'returned');
      });
    }
    for (const name of await this.databases.listUnfinished(UNFINISHED_MS)) {
      this.log.warn(`dropping database ${name}: left behind by an interrupted change`);
      await attempt(this.log, `dropping ${name}`, async () => void (await this.drops.drop(name)));
    }
    await attempt(this.log, 'reporting leftovers', () => this.leftovers.review(leftovers, present, at));
    await this.instance.removeDead();
  }
}
