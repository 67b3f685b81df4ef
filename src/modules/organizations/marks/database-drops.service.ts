import { Injectable, Logger } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import type { DatabaseRow } from '../../registry/organization.schema.js';
import { OrganizationsRepository } from '../../registry/organizations.repository.js';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { DatabaseMarksService } from './database-marks.service.js';
import { LeftoverReportsService } from './leftover-reports.service.js';

/** A late write is found by the next sweep or the one after it; later something else brought the database back. */
const LATE_WRITE_MS = 10 * 60_000;

/**
 * The only place that drops databases. One is dropped if the registry's row says so and it carries this registry's
 * mark for that row; everything else stays and is reported (ADR-0022).
 */
@Injectable()
export class DatabaseDropsService {
  private readonly log = new Logger(DatabaseDropsService.name);

  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly tenants: TenantConnectionFactory,
    private readonly marks: DatabaseMarksService,
    private readonly contents: DatabaseContentsRepository,
    private readonly reports: LeftoverReportsService,
  ) {}

  /**
   * Drops a database whose row says `building` or `dropping`; the name is spent afterwards either way.
   * @returns false when it was left alone and reported
   */
  async drop(database: string): Promise<boolean> {
    const row = await this.rowOf(database);
    if (row.state !== 'building' && row.state !== 'dropping') {
      throw new Error(`${database} is ${row.state} and must not be dropped`);
    }
    const db = this.tenants.open(database);
    const finding = (await this.contents.exists(db)) ? await this.marks.find(row) : 'ours';
    // A row that is older than marks, and whose database did not get one since: nobody else could have made it.
    if (finding === 'ours' || (finding === 'none' && row.marked !== true)) {
      await this.contents.drop(db);
      await this.databases.setState(database, 'dropped');
      return true;
    }
    await this.reports.report(database, finding === 'none' ? 'mark_missing' : 'mark_differs');
    await this.databases.setState(database, 'left');
    return false;
  }

  /**
   * A database whose row says `dropped` is there: it goes again if nothing is in it but what a late writer left.
   * @returns false when it is something else, such as a dump that was restored
   */
  async dropAgain(database: string): Promise<boolean> {
    const row = await this.rowOf(database);
    if (row.state !== 'dropped') return false;
    const db = this.tenants.open(database);
    if ((await this.marks.read(database)) !== null) return false;
    const contents = await this.contents.contents(db);
    if (contents === 'others' || (contents === 'late_writes' && !hadLateWriter(row))) return false;
    this.log.warn(`dropping database ${database}: written to after it was dropped`);
    await this.contents.drop(db);
    await this.databases.setDroppedAgain(database);
    return true;
  }

  private async rowOf(database: string): Promise<DatabaseRow> {
    if (await this.organizations.livesIn(database)) {
      throw new Error(`${database} is in use and must not be dropped`);
    }
    const row = await this.databases.find(database);
    if (row === null) throw new Error(`${database} is unknown and must not be dropped`);
    return row;
  }
}

function hadLateWriter({ late_writer_at: at }: DatabaseRow): boolean {
  return at !== undefined && Date.now() - at.getTime() < LATE_WRITE_MS;
}
