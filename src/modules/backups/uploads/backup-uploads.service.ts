import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DumpError } from '@rowhouse/mongo-dump';
import { AppError } from '../../../common/errors/app-error.js';
import { Env } from '../../../config/env.js';
import { Transactions } from '../../../database/transactions.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { Actor } from '../../access/actor.types.js';
import type { Organization } from '../../registry/organizations.types.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { PlansService } from '../../plans/plans.service.js';
import { refused } from '../backup-downloads.service.js';
import { BackupMaker } from '../backup-maker.js';
import { newRow } from '../backup-rows.js';
import { BackupRun, RUN_TIMES } from '../backup-run.js';
import type { BackupRow } from '../backup.schema.js';
import type { Backup } from '../backup.types.js';
import { BackupsRepository } from '../backups.repository.js';
import { BackupsService } from '../backups.service.js';
import { dumpEvents } from './dump-events.js';
import { DumpIntake, type IntakeLimits } from './dump-intake.js';

/** Milliseconds between two notes of the progress. */
const SAVE_EVERY_MS = 500;

export interface Upload {
  note?: string;
  /** Of several databases in the dump. */
  database?: string;
}

/** Dumps that people upload: each becomes a backup of the organization, and is restored as any other. */
@Injectable()
export class BackupUploadsService {
  private readonly log = new Logger(BackupUploadsService.name);

  constructor(
    private readonly backups: BackupsService,
    private readonly rows: BackupsRepository,
    private readonly maker: BackupMaker,
    private readonly organizations: OrganizationsService,
    private readonly plans: PlansService,
    private readonly transactions: Transactions,
    private readonly work: BackgroundWork,
    private readonly env: Env,
  ) {}

  /**
   * Reads it as it comes. Nothing of it is left when it is refused, cut off, or the process is killed.
   * @throws AppError backup.dump_invalid, backup.dump_too_large, backup.off, backup.limit_reached,
   * collection.limit_reached, backup.store_failed
   */
  async upload(actor: Actor, upload: Upload, bytes: AsyncIterable<Uint8Array>): Promise<Backup> {
    const organization = await this.organizations.ofActor(actor);
    const limits = await this.limitsOf(organization);
    const owner = `upload:${randomUUID()}`;
    const takenAt = this.work.clock.moment();
    const row: BackupRow = {
      ...newRow(organization.id, 'uploaded', { note: upload.note, created_by: actor.userId }),
      phase: 'running',
      lease_owner: owner,
      lease_until: new Date(Date.now() + RUN_TIMES.lasts),
      at: new Date(),
      attempts: 1,
      reserved: [0],
    };
    await this.backups.begin(actor, row, 'backup.upload_begun');
    const renew = (ms: number) => this.rows.leases.renew(row._id, owner, ms);
    const lease = this.work.lease({ name: `upload ${row._id}`, times: RUN_TIMES, renew, takenAt }).start();
    const run = new BackupRun(this.rows, row, owner, lease);
    try {
      await this.takeIn(run, organization, limits, upload.database, bytes);
    } catch (error) {
      await this.discard(row);
      throw told(error);
    } finally {
      await lease.end();
    }
    return this.backups.find(actor, row._id);
  }

  private async takeIn(
    run: BackupRun,
    organization: Organization,
    limits: IntakeLimits,
    database: string | undefined,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const writer = await this.maker.writer(run);
    const intake = new DumpIntake(writer, limits, database);
    let savedAt = performance.now();
    try {
      for await (const event of dumpEvents(bytes)) {
        await intake.take(event);
        if (performance.now() - savedAt < SAVE_EVERY_MS) continue;
        const { documents, bytes: size, storedBytes } = writer.totals;
        await run.save({ documents_done: documents, bytes: size, stored_bytes: storedBytes });
        savedAt = performance.now();
      }
      const collections = await intake.finish();
      await this.maker.end(run, writer, {
        version: 1,
        database: organization.database,
        organization: { id: organization.id, name: organization.name, slug: organization.slug },
        at: run.row.at!.toISOString(),
        serverVersion: await this.maker.serverVersion(organization.database),
        collections,
      });
    } catch (error) {
      await writer.finish().catch(() => undefined); // its parts are on their way
      throw error;
    }
  }

  /** Its parts are removed by whoever removes backups. */
  private async discard({ _id, org_id }: BackupRow): Promise<void> {
    try {
      await this.transactions.run((session) => this.rows.markRemoving(_id, org_id, session));
    } catch (error) {
      this.log.warn(`upload ${_id} is removed later: ${(error as Error).message}`); // its lease ends
    }
  }

  private async limitsOf({ planId }: Organization): Promise<IntakeLimits> {
    const { storage, collections } = await this.plans.limitsOf(planId);
    const most = this.env.BACKUP_UPLOAD_MAX_BYTES;
    return { bytes: Math.min(storage ?? most, most), collections };
  }
}

function told(error: unknown): unknown {
  if (!(error instanceof DumpError)) return refused(error);
  return new AppError('backup.dump_invalid', { errors: { dump: error.message } }, { cause: error });
}
