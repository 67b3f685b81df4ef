import { createHash, randomBytes } from 'node:crypto';
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

  /** Null: there is none, or none any more. @throws AppError backup.key_wrong */
  async find(orgId: string): Promise<Buffer | null> {
    const found = await this.keys.find(orgId);
    return found && this.unwrap(orgId, found);
  }

  /** Makes one where there is none, in the transaction that says that there may be one. */
  async makeIn(orgId: string, session: Tx): Promise<void> {
    await this.keys.insertIn(orgId, seal(this.wrappingKeys[0], randomBytes(KEY_BYTES)), session);
  }

  /** Made when there is none. @throws AppError backup.key_wrong */
  async ofOrganization(orgId: string): Promise<Buffer> {
    const found = await this.keys.find(orgId);
    if (found) return this.unwrap(orgId, found);
    const [newest] = this.wrappingKeys;
    return this.unwrap(orgId, await this.keys.insert(orgId, seal(newest, randomBytes(KEY_BYTES))));
  }

  /**
   * In the transaction that erases the organization.
   * @returns SHA-256 of the key, null if it cannot be opened; undefined: there was none
   */
  async remove(orgId: string, session: Tx): Promise<string | null | undefined> {
    const wrapped = await this.keys.find(orgId, session);
    if (wrapped === null) return undefined;
    await this.keys.remove(orgId, session);
    const key = this.opened(wrapped)?.key;
    return key === undefined ? null : createHash('sha256').update(key).digest('hex');
  }

  /** What the key before wrapped is wrapped anew as it is used. */
  private async unwrap(orgId: string, wrapped: Buffer): Promise<Buffer> {
    const opened = this.opened(wrapped);
    if (opened === undefined) throw new AppError('backup.key_wrong');
    const { key, isOld } = opened;
    if (isOld) await this.keys.replace(orgId, wrapped, seal(this.wrappingKeys[0], key));
    return key;
  }

  private opened(wrapped: Buffer): { key: Buffer; isOld: boolean } | undefined {
    for (const [i, wrapping] of this.wrappingKeys.entries()) {
      try {
        return { key: unseal(wrapping, wrapped), isOld: i > 0 };
      } catch {
        continue; // it is another one's
      }
    }
    return undefined;
  }

  private get wrappingKeys(): Buffer[] {
    return (this.wrapping ??= archiveKeys(this.env));
  }
}
