import type { AuditEntry, AuditQuery, Verification } from '../../../modules/audit/audit.types.js';
import type { AuditEntryDto, AuditListDto, AuditVerificationDto } from './audit.dto.js';
import { momentOf, pageOf, invalidQuery } from '../pages.js';

export const ACTION = /^[a-z_]+\.[a-z_]+$/;

/** @throws AppError query.invalid naming the parameter */
export function auditQuery(
  query: unknown,
  more: readonly string[] = [],
): { query: AuditQuery; given: Record<string, string | undefined> } {
  const { cursor, limit, given } = pageOf(query, ['action', 'from', 'to', ...more]);
  const { action } = given;
  if (action !== undefined && !ACTION.test(action)) {
    throw invalidQuery('action', 'must look like organization.created');
  }
  const [from, to] = [momentOf('from', given['from']), momentOf('to', given['to'])];
  return { query: { cursor, limit, action, from, to }, given };
}

export function presentAudit({ items, next }: { items: AuditEntry[]; next: string | null }): AuditListDto {
  return { items: items.map(presentEntry), next_cursor: next };
}

export function presentVerification({ firstBroken, ...rest }: Verification): AuditVerificationDto {
  return { ...rest, first_broken: firstBroken };
}

function presentEntry(entry: AuditEntry): AuditEntryDto {
  const { id, seq, action, details, hash } = entry;
  return {
    id,
    seq,
    at: entry.at.toISOString(),
    action,
    actor_id: entry.actorId,
    impersonator_id: entry.impersonatorId ?? null,
    api_key_id: entry.apiKeyId ?? null,
    organization_id: entry.orgId ?? null,
    target_type: entry.targetType,
    target_id: entry.targetId,
    details,
    request_id: entry.requestId ?? null,
    ip: entry.ip ?? null,
    hash,
  };
}
