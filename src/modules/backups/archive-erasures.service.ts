import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import type { GoneWithIt } from '../registry/organizations.types.js';
import { ArchiveKeysService } from './archive-keys.service.js';
import { BackupsRepository } from './backups.repository.js';

/** The end of all archives of an organization. */
@Injectable()
export class ArchiveErasuresService implements OnModuleInit {
  constructor(
    private readonly backups: BackupsRepository,
    private readonly keys: ArchiveKeysService,
    private readonly events: DomainEventBus,
  ) {}

  /** With the key its archives are noise at once; that they take no room either is the runner's work. */
  onModuleInit(): void {
    this.events.on(
      'organization.deleted',
      'backups: destroy the key',
      async ({ orgId, keeping, gone }, session) => {
        if (keeping !== undefined) return; // they come back with it, or end when it does not
        await this.destroy(orgId, gone, session);
      },
    );
  }

  /** Nobody reads any archive of the organization again. @param gone is told which there were */
  async destroy(orgId: string, gone: Pick<GoneWithIt, 'keys' | 'archives'>, session: Tx): Promise<void> {
    const thumbprint = await this.keys.remove(orgId, session);
    if (thumbprint !== undefined) gone.keys.push({ seals: 'archives', thumbprint });
    for (const { _id: id, kind, at = null } of await this.backups.listAll(orgId, session))
      gone.archives.push({ id, kind, at });
    await this.backups.markAllRemoving(orgId, session);
  }

  /** One that a request for a backup made after the erasure: it sealed nothing. */
  async removeKey(orgId: string, session: Tx): Promise<void> {
    await this.keys.remove(orgId, session);
  }

  /** Those of an organization whose parts the store may still have. */
  async listLeft(orgId: string): Promise<string[]> {
    return (await this.backups.listAll(orgId)).map(({ _id }) => _id);
  }
}
