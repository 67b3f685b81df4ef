import { AppError } from '../../../common/errors/app-error.js';
import { ROLE_KEY } from '../../../modules/roles/roles.types.js';
import type { MemberList, MemberStatus } from '../../../modules/users/users.types.js';
import { once } from '../data/query.js';

const DEFAULT_LIMIT = 50;
const MAX_PREFIX = 100;
const STATUSES: readonly string[] = ['active', 'pending', 'inactive'] satisfies MemberStatus[];

/** @throws AppError query.invalid naming the parameter */
export function memberList(query: unknown): MemberList {
  const { cursor, limit, role, status, q } = once(query, ['cursor', 'limit', 'role', 'status', 'q']);
  if (cursor !== undefined && !/^[0-9a-f]{24}$/.test(cursor))
    throw refusal('cursor', 'is not one of this list');
  if (limit !== undefined && !/^([1-9]\d?|100)$/.test(limit)) {
    throw refusal('limit', 'must be a number from 1 to 100');
  }
  if (role !== undefined && !ROLE_KEY.test(role)) throw refusal('role', 'is not the key of a role');
  if (status !== undefined && !STATUSES.includes(status)) {
    throw refusal('status', 'must be active, pending or inactive');
  }
  if (q !== undefined && (q.trim() === '' || q.length > MAX_PREFIX)) {
    throw refusal('q', `must have 1 to ${MAX_PREFIX} characters`);
  }
  return {
    after: cursor,
    limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
    role,
    status: status as MemberStatus | undefined,
    prefix: q?.trim(),
  };
}

function refusal(name: string, sentence: string): AppError {
  return new AppError('query.invalid', { errors: { [name]: `${name} ${sentence}` } });
}
