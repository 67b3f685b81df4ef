import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TenancyError, TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../../common/errors/app-error.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { InstanceService } from '../../registry/instance.service.js';
import { RestorePartsRepository } from './restore-parts.repository.js';
import { RestoreTargetRepository } from './restore-target.repository.js';

/** Milliseconds. */
const TIMES = { lasts: 30_000, beat: 5_000, margin: 10_000 };
const LOOK_MS = 30_000;
/** A fence is waited for this often, 2 s each time. */
const PATIENCE = 15;

/** A collection beside its name, and the right to work on it. */
export interface WorkOnPart {
  readonly name: string;
  /** In the database that the part is in. @throws LeaseLost, AppError organization.busy when it is another one by now */
  run<T>(step: (db: TenantDb) => Promise<T>): Promise<T>;
}

/** Parts of restores: each has a row before it is made, so that one of a killed process is found and dropped. */
@Injectable()
export class RestorePartsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(RestorePartsService.name);
  private readonly task: PeriodicTask;

  constructor(
    private readonly parts: RestorePartsRepository,
    private readonly target: RestoreTargetRepository,
    private readonly tenants: TenantConnectionFactory,
    private readonly instance: InstanceService,
    private readonly background: BackgroundWork,
  ) {
    const run = (signal: AbortSignal) => this.sweep(signal);
    this.task = background.periodic({ name: 'parts of restores', first: 0, every: LOOK_MS, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** The part is gone afterwards, or has another name. */
  async work<T>(orgId: string, name: string, work: (part: WorkOnPart) => Promise<T>): Promise<T> {
    const database = await this.tenants.run(orgId, (db) => Promise.resolve(db.name));
    const owner = `${this.instance.id}:${name}`;
    const takenAt = this.background.clock.moment();
    const lease_until = new Date(Date.now() + TIMES.lasts);
    await this.parts.insert({ _id: name, org_id: orgId, database, lease_owner: owner, lease_until });
    const renew = (ms: number) => this.parts.leases.renew(name, owner, ms);
    const lease = this.background.lease({ name: `part ${name}`, times: TIMES, renew, takenAt }).start();
    const run: WorkOnPart['run'] = (step) =>
      patiently(() =>
        this.tenants.run(orgId, (db) => {
          lease.assertHeld();
          // An undo or a move gave the organization its next database: the part stayed in the one before.
          if (db.name !== database) throw new AppError('organization.busy');
          return step(db);
        }),
      );
    try {
      return await work({ name, run });
    } finally {
      await lease.end();
      await this.remove(name, database).catch((error: unknown) =>
        this.log.warn(`${name} in ${database} is dropped later: ${(error as Error).message}`),
      );
    }
  }

  /** Drops those that nobody works on any more; on any number of instances at once. */
  async sweep(signal: AbortSignal): Promise<void> {
    for (const id of await this.parts.leases.listFree()) {
      if (signal.aborted) return;
      const owner = `${this.instance.id}:sweep`;
      if (!(await this.parts.leases.take(id, owner, TIMES.lasts))) continue;
      const part = await this.parts.find(id);
      if (part !== null) await this.remove(id, part.database);
    }
  }

  /** It is ours by its name, which stands in our row. A database that is gone does not come back by it. */
  private async remove(name: string, database: string): Promise<void> {
    await this.target.drop(this.tenants.open(database), name);
    await this.parts.remove(name);
  }
}

/** Waits for a fence: an organization that moves is not paused for long. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isFenced = error instanceof TenancyError && error.code === 'tenant.fenced';
      if (!isFenced || attempt === PATIENCE) throw error;
    }
  }
}
