import { isId } from '../../../database/ids.js';
import { ROLE_KEY } from '../../../modules/access/roles.types.js';
import type { MemberList, MemberStatus } from '../../../modules/memberships/memberships.types.js';
import { limitOf, invalidQuery } from '../pages.js';
import { once } from '../query.js';

const MAX_PREFIX = 100;
const STATUSES: readonly string[] = ['active', 'pending', 'inactive'] satisfies MemberStatus[];

/** @throws AppError query.invalid naming the parameter */
export function memberList(query: unknown): MemberList {
  const { cursor, limit, role, status, q } = once(query, ['cursor', 'limit', 'role', 'status', 'q']);
  if (cursor !== undefined && !isId(cursor)) {
    throw invalidQuery('cursor', 'does not belong to this list');
  }
  if (role !== undefined && !ROLE_KEY.test(role)) throw invalidQuery('role', 'is not the key of a role');
  if (status !== undefined && !STATUSES.includes(status)) {
    throw invalidQuery('status', 'must be active, pending or inactive');
  }
  if (q !== undefined && (q.trim() === '' || q.length > MAX_PREFIX)) {
    throw invalidQuery('q', `must have 1 to ${MAX_PREFIX} characters`);
  }
  return {
    after: cursor,
    limit: limitOf(limit),
    role,
    status: status as MemberStatus | undefined,
    prefix: q?.trim(),
  };
}
