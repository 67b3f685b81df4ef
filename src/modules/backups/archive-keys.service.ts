import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { seal, unseal } from '../../common/sealed.js';
import { Env } from '../../config/env.js';
import { archiveKeys } from '../../config/secret.js';
import type { Tx } from '../../database/transactions.js';
import { ArchiveKeysRepository } from './archive-keys.repository.js';

const KEY_BYTES = 32;

/**
 * The key of each organization's archives: made once, kept wrapped by ARCHIVE_KEY, and destroyed with the
 * organization, after which its archives say nothing to anybody.
 */
@Injectable()
export class ArchiveKeysService {
  private wrapping: Buffer[] | undefined;

  constructor(
    private readonly keys: ArchiveKeysRepository,
    private readonly env: Env,
  ) {}

  /** That of backups that exist: one that was destroyed is not made anew. @throws AppError backup.key_wrong */
  async existing(orgId: string): Promise<Buffer> {
    const found = await this.keys.find(orgId);
    if (!found) throw new AppError('backup.key_wrong');
    return this.unwrap(orgId, found);
  }

  /** Made when there is none. @throws AppError backup.key_wrong */
  async ofOrganization(orgId: string): Promise<Buffer> {
    const found = await this.keys.find(orgId);
    if (found) return this.unwrap(orgId, found);
    const [newest] = this.wrappingKeys;
    return this.unwrap(orgId, await this.keys.insert(orgId, seal(newest, randomBytes(KEY_BYTES))));
  }

  /** In the transaction that deletes the organization. */
  remove(orgId: string, session: Tx): Promise<void> {
    return this.keys.remove(orgId, session);
  }

  /** What the key before wrapped is wrapped anew as it is used. */
  private async unwrap(orgId: string, wrapped: Buffer): Promise<Buffer> {
    for (const [i, key] of this.wrappingKeys.entries()) {
      let opened: Buffer;
      try {
        opened = unseal(key, wrapped);
      } catch {
        continue; // it is another one's
      }
      if (i > 0) await this.keys.replace(orgId, wrapped, seal(this.wrappingKeys[0], opened));
      return opened;
    }
    throw new AppError('backup.key_wrong');
  }

  private get wrappingKeys(): Buffer[] {
    return (this.wrapping ??= archiveKeys(this.env));
  }
}
