import { Injectable, Logger } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { Transactions } from '../../../database/transactions.js';
import { AdmissionService } from '../../capacity/admission.service.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import type { DatabaseRow } from '../../registry/organization.schema.js';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { DatabaseMarksService, isMarkedByAnother } from './database-marks.service.js';
import { LeftoverReportsService } from './leftover-reports.service.js';

const BATCH = 100;

/** Marks the databases that were made before there were marks. Safe to interrupt and to run on several instances. */
@Injectable()
export class MarkAdditionsService {
  private readonly log = new Logger(MarkAdditionsService.name);

  constructor(
    private readonly databases: DatabasesRepository,
    private readonly marks: DatabaseMarksService,
    private readonly contents: DatabaseContentsRepository,
    private readonly tenants: TenantConnectionFactory,
    private readonly transactions: Transactions,
    private readonly reports: LeftoverReportsService,
    private readonly admission: AdmissionService,
  ) {}

  /** @param isOver asked before each database */
  async run(isOver: () => boolean): Promise<void> {
    let after = '';
    let count = 0;
    for (;;) {
      const rows = await this.databases.listUnmarked(after, BATCH);
      if (rows.length === 0) break;
      for (const row of rows) {
        if (isOver()) return;
        if (await this.add(row)) count++;
      }
      after = rows.at(-1)!._id;
    }
    if (count > 0) this.log.log(`marked ${count} databases that were made by an earlier version`);
  }

  private async add(row: DatabaseRow): Promise<boolean> {
    // A database that is missing must not come to life by its mark.
    if (!(await this.contents.exists(this.tenants.open(row._id)))) return false;
    try {
      return await this.admission.within(1, () => this.mark(row));
    } catch (error) {
      if (!isMarkedByAnother(error)) throw error;
    }
    if ((await this.marks.find(row)) === 'ours') return this.databases.setMarked(row._id);
    await this.reports.report(row._id, 'mark_differs');
    return false;
  }

  private mark(row: DatabaseRow): Promise<boolean> {
    return this.transactions.run(async (session) => {
      if (!(await this.databases.setMarked(row._id, session))) return false;
      await this.marks.make(row, session);
      return true;
    });
  }
}
