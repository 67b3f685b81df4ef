import { timingSafeEqual } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addressesOf } from '../../common/addresses.js';
import { AppError } from '../../common/errors/app-error.js';
import { lruOf } from '../../common/lru.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { RoleHoldersService } from '../access/role-holders.service.js';
import { digestOf, hasChecksum, hasTag, keyIdOf } from './api-key-text.js';
import { ApiKeyUsesService } from './api-key-uses.service.js';
import type { ApiKeyRow } from './api-key.schema.js';
import type { KnownKey } from './api-keys.types.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** Keys kept in memory: about 1 KiB each. */
const CACHED_KEYS = 20_000;
/** Ids of deleted keys that are still used: 50 bytes each. */
const CACHED_UNKNOWN = 10_000;
/** Fields whose change no check of a key needs to know. */
const NOT_CHECKED: ReadonlySet<string> = new Set(['last_used_at', 'last_used_ip', 'name']);

/** What a check needs of a row. */
interface CheckedKey extends KnownKey {
  readonly digest: Buffer;
  readonly previous: { readonly digest: Buffer; readonly until: number } | undefined;
  readonly isRevoked: boolean;
  readonly admits: ((address: string | undefined) => boolean) | undefined;
  /** When its use was noted last. */
  notedAt: number;
}

/**
 * Tells good API keys from others, from memory, coherent over all instances. A text that is no key of this
 * installation costs no database round trip: its shape, its checksum or the tag of its id is wrong.
 */
@Injectable()
export class ApiKeyChecksService implements OnModuleInit {
  private readonly keys: CoherentCache<CheckedKey>;
  private readonly unknown = lruOf<true>(CACHED_UNKNOWN);
  private tag?: Promise<Buffer>;

  constructor(
    private readonly rows: ApiKeysRepository,
    private readonly uses: ApiKeyUsesService,
    private readonly holders: RoleHoldersService,
    feed: ChangeFeed,
  ) {
    const load = async (id: string): Promise<CheckedKey | null> => {
      const row = await rows.find(id);
      if (row === null) this.unknown.set(id, true);
      return row && checked(row);
    };
    this.keys = new CoherentCache(feed, load, { name: 'API keys', max: CACHED_KEYS });
    feed.on('api_keys', ({ id, kind, fields, removed }) => {
      const changed = [...Object.keys(fields), ...removed];
      if (kind !== 'update' || !changed.every((name) => NOT_CHECKED.has(name))) this.invalidate(String(id));
    });
    feed.onGap(() => this.unknown.clear());
  }

  onModuleInit(): void {
    this.holders.keyScopes = async (orgId, id, session) => {
      const row = await this.rows.find(id, session ?? undefined);
      if (row?.org_id !== orgId || row.revoked_at || isOver(row.expires_at, Date.now())) return null;
      return new Set(row.scopes);
    };
  }

  /**
   * The key of a text; at once when it is in memory.
   * @throws AppError api_key.invalid, and only to who has the secret: api_key.revoked, api_key.expired,
   * api_key.address_refused
   */
  check(text: string, address: string): KnownKey | Promise<KnownKey> {
    const id = keyIdOf(text);
    if (id === null) throw new AppError('api_key.invalid');
    const key = this.keys.peek(id);
    return key === undefined ? this.meet(id, text, address) : this.judge(key, text, address);
  }

  /** Of a key that is in memory, for who has its secret. */
  organizationOf(text: string): string | undefined {
    const id = keyIdOf(text);
    const key = id === null ? undefined : this.keys.peek(id);
    return key && isSecretOf(key, digestOf(text)) ? key.organizationId : undefined;
  }

  /** The key that a report names, whatever became of it; null for a text that never was one. */
  async identify(text: string): Promise<KnownKey | null> {
    const id = keyIdOf(text);
    const key = id === null ? null : (this.keys.peek(id) ?? (await this.load(id, text)));
    return key !== null && isSecretOf(key, digestOf(text)) ? key : null;
  }

  tagKey(): Promise<Buffer> {
    this.tag ??= this.rows.tagKey().catch((error: unknown) => {
      this.tag = undefined;
      throw error;
    });
    return this.tag;
  }

  /** Forgets a key at once on this instance; the others learn it from the change feed. */
  invalidate(id: string): void {
    this.keys.invalidate(id);
    this.unknown.delete(id);
  }

  private async meet(id: string, text: string, address: string): Promise<KnownKey> {
    const key = await this.load(id, text);
    if (key === null) throw new AppError('api_key.invalid');
    return this.judge(key, text, address);
  }

  private async load(id: string, text: string): Promise<CheckedKey | null> {
    if (!hasChecksum(text) || this.unknown.has(id)) return null;
    if (!hasTag(id, await this.tagKey())) return null;
    return this.keys.get(id);
  }

  private judge(key: CheckedKey, text: string, address: string): KnownKey {
    const now = Date.now();
    const digest = digestOf(text);
    const isCurrent = timingSafeEqual(digest, key.digest);
    const { previous } = key;
    const isPrevious = !isCurrent && previous !== undefined && timingSafeEqual(digest, previous.digest);
    if (!isCurrent && !isPrevious) throw new AppError('api_key.invalid');
    if (key.isRevoked) throw new AppError('api_key.revoked');
    if (now >= key.expiresAt || (isPrevious && now >= previous.until)) throw new AppError('api_key.expired');
    if (key.admits !== undefined && !key.admits(address)) throw new AppError('api_key.address_refused');
    if (now - key.notedAt >= ApiKeyUsesService.NOTED_EVERY_MS) {
      key.notedAt = now;
      this.uses.note({ id: key.id, at: new Date(now), ip: address });
    }
    return key;
  }
}

const isSecretOf = (key: CheckedKey, digest: Buffer): boolean =>
  timingSafeEqual(digest, key.digest) ||
  (key.previous !== undefined && timingSafeEqual(digest, key.previous.digest));

const isOver = (end: Date | undefined, now: number): boolean => end !== undefined && end.getTime() <= now;

function checked(row: ApiKeyRow): CheckedKey {
  const { previous, addresses } = row;
  return {
    id: row._id,
    organizationId: row.org_id,
    userId: row.user_id,
    scopes: new Set(row.scopes),
    digest: Buffer.from(row.digest, 'base64'),
    previous: previous && {
      digest: Buffer.from(previous.digest, 'base64'),
      until: previous.until.getTime(),
    },
    expiresAt: row.expires_at?.getTime() ?? Infinity,
    isRevoked: row.revoked_at !== undefined,
    admits: addresses.length === 0 ? undefined : addressesOf(addresses.join(',')),
    notedAt: 0,
  };
}
