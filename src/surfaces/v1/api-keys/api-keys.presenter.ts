import { readMoment } from '../../../common/moments.js';
import type {
  ApiKey,
  ApiKeyChange,
  IssuedApiKey,
  NewApiKey,
} from '../../../modules/api-keys/api-keys.types.js';
import type { ApiKeyDto, CreateApiKeyDto, IssuedApiKeyDto, UpdateApiKeyDto } from './api-keys.dto.js';

export function presentKey(key: ApiKey): ApiKeyDto {
  return {
    id: key.id,
    kind: key.kind,
    organization_id: key.organizationId,
    user_id: key.userId ?? null,
    name: key.name,
    scopes: [...key.scopes],
    allowed_addresses: [...key.addresses],
    status: key.status,
    created_by: key.createdBy,
    created_at: key.createdAt.toISOString(),
    updated_at: key.updatedAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    rotated_at: key.rotatedAt?.toISOString() ?? null,
    previous_until: key.previousUntil?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    revocation_reason: key.revocationReason,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    last_used_ip: key.lastUsedIp,
  };
}

export const presentIssued = ({ key, text }: IssuedApiKey): IssuedApiKeyDto => ({
  ...presentKey(key),
  key: text,
});

export function newKeyOf(body: CreateApiKeyDto): NewApiKey {
  const { name, scopes, expires_at, allowed_addresses: addresses } = body;
  return { name, scopes, addresses, expiresAt: expires_at === undefined ? undefined : momentOf(expires_at) };
}

/** Only what the request names. */
export function keyChangeOf(body: UpdateApiKeyDto): ApiKeyChange {
  const { name, scopes, expires_at, allowed_addresses: addresses } = body;
  const expiresAt = typeof expires_at === 'string' ? momentOf(expires_at) : expires_at;
  const given = Object.entries({ name, scopes, expiresAt, addresses });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** The DTO has checked it. */
function momentOf(text: string): Date {
  const read = readMoment(text, 'to');
  if ('fault' in read) throw new Error(`expires_at ${read.fault}`);
  return read.moment;
}
