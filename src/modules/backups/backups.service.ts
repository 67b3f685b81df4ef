import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import type { AuditAction } from '../audit/audit-actions.types.js';
import { by } from '../audit/audit.types.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { ArchiveKeysService } from './archive-keys.service.js';
import { newRow } from './backup-rows.js';
import { BackupStores } from './backup-stores.service.js';
import type { BackupRow } from './backup.schema.js';
import type { Backup } from './backup.types.js';
import { BackupsRepository, toBackup } from './backups.repository.js';

/** How long a link downloads. Milliseconds. */
const LINK_MS = 15 * 60_000;

/** The backups of the caller's organization. */
@Injectable()
export class BackupsService {
  constructor(
    private readonly backups: BackupsRepository,
    private readonly keys: ArchiveKeysService,
    private readonly stores: BackupStores,
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Asks for a backup of the moment at which an instance takes it up.
   * @throws AppError backup.off, backup.limit_reached, backup.key_wrong
   */
  async create(actor: Actor, { note }: { note?: string }): Promise<Backup> {
    const row = newRow(organizationOf(actor), 'manual', { note, created_by: actor.userId });
    await this.begin(actor, row, 'backup.requested');
    return toBackup(row);
  }

  /** Writes down one that is made. @throws AppError backup.off, backup.limit_reached, backup.key_wrong */
  async begin(
    actor: Actor,
    row: BackupRow,
    action: 'backup.requested' | 'backup.upload_begun',
  ): Promise<void> {
    this.stores.require();
    const orgId = row.org_id;
    await this.keys.ofOrganization(orgId); // a wrong key is said now, not by a backup that fails
    await this.change(actor, orgId, row._id, action, async (session) => {
      if ((await this.backups.count(orgId, session)) >= this.stores.limit) throw this.stores.full(orgId);
      await this.backups.insert(row, session);
    });
  }

  /** The newest first. @param cursor of the page before @throws AppError query.invalid */
  async list(
    actor: Actor,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<{ items: Backup[]; next: string | null }> {
    const rows = await this.backups.list(organizationOf(actor), limit + 1, readCursor(cursor));
    const items = rows.slice(0, limit).map(toBackup);
    return { items, next: rows.length > limit ? cursorOf(items.at(-1)!) : null };
  }

  /** @throws AppError backup.not_found, also for one of another organization */
  async find(actor: Actor, id: string): Promise<Backup> {
    return toBackup(await this.row(actor, id));
  }

  /** It is gone from the list at once, and from the store soon after. @throws AppError backup.not_found */
  async remove(actor: Actor, id: string): Promise<void> {
    const { org_id: orgId } = await this.row(actor, id);
    await this.change(actor, orgId, id, 'backup.deleted', async (session) => {
      if (!(await this.backups.markRemoving(id, orgId, session))) throw new AppError('backup.not_found');
    });
  }

  /** Asks for a reading of the whole backup. @throws AppError backup.not_found, backup.not_ready */
  async verify(actor: Actor, id: string): Promise<Backup> {
    const { org_id: orgId } = await this.row(actor, id);
    await this.change(actor, orgId, id, 'backup.verification_requested', async (session) => {
      if (!(await this.backups.markVerifying(id, orgId, session))) throw new AppError('backup.not_ready');
    });
    return this.find(actor, id);
  }

  /**
   * A link that downloads the backup for a quarter of an hour, for a browser or a tool that sends no token.
   * @throws AppError backup.not_found, backup.not_ready
   */
  async link(actor: Actor, id: string): Promise<{ secret: string; expiresAt: Date }> {
    const { org_id: orgId } = await this.row(actor, id);
    const secret = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + LINK_MS);
    await this.change(actor, orgId, id, 'backup.link_created', async (session) => {
      const link = { hash: hashOf(secret), expires_at: expiresAt };
      if (!(await this.backups.addLink(id, orgId, link, session))) throw new AppError('backup.not_ready');
    });
    return { secret, expiresAt };
  }

  /** @throws AppError backup.not_found for a link that is none, or whose time is over */
  async byLink(secret: string): Promise<BackupRow> {
    const hash = hashOf(secret);
    const row = await this.backups.findByLink(hash);
    const link = row?.links.find((one) => one.hash === hash);
    if (!row || row.phase !== 'done' || !link || link.expires_at.getTime() <= Date.now())
      throw new AppError('backup.not_found');
    return row;
  }

  /** @throws AppError backup.not_found, also for one of another organization, or one that is being removed */
  private async row(actor: Actor, id: string): Promise<BackupRow> {
    const row = await this.backups.find(id);
    if (row === null || row.org_id !== actor.organizationId || row.phase === 'removing')
      throw new AppError('backup.not_found');
    return row;
  }

  /** Changes under the lock of the organization and on the record, if the actor may do so at that moment. */
  private async change(
    actor: Actor,
    orgId: string,
    id: string,
    action: AuditAction,
    work: (session: Tx) => Promise<void>,
  ): Promise<void> {
    await this.transactions.run(async (session) => {
      await this.lock.take(orgId, session);
      await this.rights.require(session, orgId, actor, 'backups.manage');
      await work(session);
      await this.audit.record({ ...by(actor), action, orgId, targetType: 'backup', targetId: id }, session);
    });
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const cursorOf = ({ createdAt, id }: Backup): string =>
  Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');

function readCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, at, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined) throw foreignCursor();
  return { at: new Date(Number(at)), id };
}
