import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { ArchiveErasuresService } from '../backups/archive-erasures.service.js';
import { FinalArchivesService } from '../backups/final-archives.service.js';
import type { GoneWithIt } from '../registry/organizations.types.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { DeletedOrganizationsRepository } from './deleted-organizations.repository.js';
import { openRows, OWNERS } from './kept-parts.js';
import type { Asker, DeletedOrganization } from './undeletes.types.js';

const BATCH = 100;

/** Ends what deleted organizations left: with the key, their archives are noise at once. */
@Injectable()
export class ErasuresService {
  private readonly log = new Logger(ErasuresService.name);

  constructor(
    private readonly deleted: DeletedOrganizationsRepository,
    private readonly archives: FinalArchivesService,
    private readonly ends: ArchiveErasuresService,
    private readonly certificates: CertificatesService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
  ) {}

  /** Those that can come back, the newest deletions first. @throws AppError query.invalid */
  async list(
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: DeletedOrganization[]; next: string | null }> {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw foreignCursor();
    const items = await this.deleted.list(limit, cursor === undefined ? undefined : new Date(Number(cursor)));
    return { items, next: items.length < limit ? null : String(items.at(-1)!.deleted_at.getTime()) };
  }

  /** @throws AppError undelete.not_found, undelete.erased, undelete.returning */
  async erase(id: string, asker: Asker): Promise<void> {
    await this.transactions.run(async (session) => {
      const change = { phase: 'erased' as const, erased_at: new Date() };
      if (!(await this.deleted.enter(id, ['leaving', 'kept'], change, session))) {
        const row = await this.deleted.find(id, session);
        if (row === null || row.phase === 'returned') throw new AppError('undelete.not_found');
        throw new AppError(row.phase === 'erased' ? 'undelete.erased' : 'undelete.returning');
      }
      const row = (await this.deleted.find(id, session))!;
      const { name, deleted_at: deletedAt, members, accounts = [], branches = [] } = row;
      const owners = await this.ownersOf(row, session);
      const gone: GoneWithIt = { owners, members, accounts, branches, keys: [], archives: [] };
      await this.ends.destroy(id, gone, session);
      const erased = { id, name, isBranch: false, deletedAt };
      const certificate = await this.certificates.begin(erased, gone, session);
      await this.deleted.forget(id, session);
      const target = { orgId: id, targetType: 'organization', targetId: id };
      const details = { archives: gone.archives.length, certificate };
      await this.audit.record({ ...asker, ...target, action: 'organization.erased', details }, session);
    });
  }

  /** Their addresses are sealed as everything else is. None when the key cannot be opened. */
  private async ownersOf(row: DeletedOrganization, session: Tx): Promise<GoneWithIt['owners']> {
    const parts = await this.deleted.readParts(row, session);
    const key = await this.archives.existingKey(row._id).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'backup.key_wrong') throw error;
      return undefined;
    });
    try {
      if (key !== undefined) return [...openRows(key, parts).of<GoneWithIt['owners'][number]>(OWNERS)];
    } catch {
      // said below: they were sealed with another key, or altered
    }
    this.log.warn(`the owners of ${row._id} are not told of its erasure: their addresses cannot be opened`);
    return [];
  }

  /** Ends those whose time is over; on any number of instances at once. */
  async sweep(now: Date, signal: AbortSignal): Promise<void> {
    for (const { _id } of await this.deleted.listOver(now, BATCH)) {
      if (signal.aborted) return;
      try {
        await this.erase(_id, { actorId: null });
      } catch (error) {
        if (!(error instanceof AppError)) throw error; // another instance was first
        this.log.debug(`${_id} is not erased here: ${error.message}`);
      }
    }
  }
}
