import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Env } from '../../config/env.js';
import type { Tx } from '../../database/transactions.js';
import { Clock } from '../../database/work/clock.js';
import { FinalArchivesService } from '../backups/final-archives.service.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { DeletionService, type OrganizationKeeper } from '../organizations/reconciler/deletion.service.js';
import type { GoneWithIt, Keeping, LeavingOrganization } from '../registry/organizations.types.js';
import { CertificatesService } from './certificates/certificates.service.js';
import { DeletedOrganizationsRepository } from './deleted-organizations.repository.js';
import { OWNERS, sealRows } from './kept-parts.js';

const DAY_S = 24 * 3600;
/** Milliseconds between two looks whether the archive is made. */
const POLL_MS = 20;

/** Keeps what a deleted organization leaves, for UNDELETE_DAYS: its rows of master and its data, sealed with its key. */
@Injectable()
export class OrganizationKeeperService implements OrganizationKeeper, OnModuleInit {
  constructor(
    private readonly deleted: DeletedOrganizationsRepository,
    private readonly archives: FinalArchivesService,
    private readonly codes: OneTimeCodesService,
    private readonly deletions: DeletionService,
    private readonly certificates: CertificatesService,
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.deletions.keepWith(this);
  }

  async prepare(orgId: string): Promise<void> {
    if (this.isOn) await this.archives.key(orgId);
  }

  async begin(
    organization: LeavingOrganization,
    session: Tx,
  ): Promise<(Keeping & { seal(gone: GoneWithIt): Promise<void> }) | undefined> {
    if (!this.isOn || organization.isBranch) return undefined;
    const { id, name, slug, database, generation, nameKey, domain } = organization;
    const key = await this.archives.existingKey(id);
    const deletion = randomUUID();
    const ttl = this.env.UNDELETE_DAYS * DAY_S;
    const now = this.clock.wall();
    const until = new Date(now + ttl * 1000);
    const rows = new Map<string, readonly object[]>([['organizations', [organization.row]]]);
    return {
      until,
      keep: (room, some) => void rows.set(room, some),
      linkOf: async (userId) => {
        const data = { organization: id, deletion };
        const code = await this.codes.issue('undelete', userId, ttl, data, session, true);
        return `/dashboard/undelete#code=${code}`;
      },
      seal: async (gone) => {
        rows.set(OWNERS, gone.owners);
        const archive = await this.archives.plan(id, { database, name, slug }, session);
        const sealed = sealRows(key, rows);
        const kept = {
          _id: id,
          deletion,
          phase: 'leaving' as const,
          name,
          slug,
          generation,
          ...(nameKey !== undefined && { name_key: nameKey }),
          ...(domain !== undefined && { domain }),
          archive,
          parts: sealed.length,
          members: gone.members,
          accounts: gone.accounts,
          branches: gone.branches,
          deleted_at: new Date(now),
          until,
        };
        await this.deleted.put(kept, sealed, session);
      },
    };
  }

  async erase({ id, name, isBranch }: LeavingOrganization, gone: GoneWithIt, session: Tx): Promise<void> {
    await this.certificates.begin(
      { id, name, isBranch, deletedAt: new Date(this.clock.wall()) },
      gone,
      session,
    );
  }

  /** Also when it was erased before the archive was made. */
  async isArchived(orgId: string, ms: number): Promise<boolean> {
    const row = await this.deleted.find(orgId);
    if (row?.phase !== 'leaving') return true;
    await this.archives.release(row.archive);
    for (const since = this.clock.moment(); ;) {
      if (await this.archives.isDone(row.archive)) return true;
      if ((await this.deleted.find(orgId))?.phase !== 'leaving') return true;
      if (this.clock.since(since) >= ms) return false;
      await this.clock.sleep(POLL_MS);
    }
  }

  async left(orgId: string, session: Tx): Promise<void> {
    await this.deleted.enter(orgId, ['leaving'], { phase: 'kept' }, session);
  }

  private get isOn(): boolean {
    return this.env.UNDELETE_DAYS > 0 && this.archives.isOn;
  }
}
