import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '../../../database/transactions.js';
import { backoff } from '../../../database/work/backoff.js';
import { Clock } from '../../../database/work/clock.js';
import { AuditService } from '../../audit/audit.service.js';
import { OrganizationRegistryService } from '../../registry/organization-registry.service.js';
import { ArchiveKeysService } from '../archive-keys.service.js';
import { newRow } from '../backup-rows.js';
import { BackupsRepository } from '../backups.repository.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import type { JournalDatabaseRow } from './journal.schema.js';

/** Milliseconds between two looks. */
const LOOK_MS = 1000;
/** Bases that are under way at once: the runner has other backups to make. */
const AT_ONCE = 8;
/** A base that failed is asked for again after a pause that doubles. Milliseconds. */
const LONGEST_PAUSE_MS = 3_600_000;

/** Asks for the backups that restores to a moment begin from. Called by the instance that keeps the journal. */
@Injectable()
export class JournalBases {
  private readonly log = new Logger('Journal');
  private lookedAt = -Infinity;

  constructor(
    private readonly rows: JournalDatabasesRepository,
    private readonly backups: BackupsRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly keys: ArchiveKeysService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Now and then. */
  async look(): Promise<void> {
    const now = this.clock.monotonic();
    if (now - this.lookedAt < LOOK_MS) return;
    this.lookedAt = now;
    const pending = await this.rows.listPending();
    for (const row of pending) await this.settle(row);
    const room = AT_ONCE - pending.length;
    if (room <= 0) return;
    for (const row of await this.rows.listNeeding(new Date(this.clock.wall()), room)) {
      await this.ask(row).catch((error: unknown) => this.refused(row, error));
    }
  }

  private async settle(row: JournalDatabaseRow): Promise<void> {
    const backup = await this.backups.find(row.base_pending!);
    if (backup?.phase === 'waiting' || backup?.phase === 'running') return;
    if (backup?.phase === 'done' && backup.database === row._id && backup.cluster_time !== undefined)
      return this.rows.succeed(row, backup.cluster_time);
    // The organization moved meanwhile, or it failed: another one is asked for.
    await this.postpone(row);
    if (backup !== null && backup.phase !== 'removing')
      await this.transactions.run((session) => this.backups.markRemoving(backup._id, row.org_id, session));
  }

  private async ask(row: JournalDatabaseRow): Promise<void> {
    const { org_id: orgId } = row;
    await this.keys.ofOrganization(orgId);
    await this.transactions.run(async (session) => {
      if ((await this.organizations.read(orgId, session)) === null)
        return this.rows.leave(orgId, new Date(), session);
      const backup = newRow(orgId, 'journal', { created_by: null });
      if (!(await this.rows.ask(row, backup._id, session))) return;
      await this.backups.insert(backup, session);
      const target = { orgId, targetType: 'backup', targetId: backup._id };
      await this.audit.record({ actorId: null, action: 'backup.base_requested', ...target }, session);
    });
  }

  private async refused(row: JournalDatabaseRow, error: unknown): Promise<void> {
    this.log.warn(`no base of ${row._id}: ${(error as Error).message}`);
    await this.postpone(row);
  }

  private postpone(row: JournalDatabaseRow): Promise<void> {
    const pause = backoff(row.base_failures + 1, LONGEST_PAUSE_MS);
    return this.rows.fail(row, new Date(this.clock.wall() + pause));
  }
}
