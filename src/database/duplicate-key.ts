import { AppError } from '../common/errors/app-error.js';
import type { ErrorCode } from '../common/errors/error-codes.js';

/** Which error a unique index stands for: the one place where E11000 gets its meaning. */
const CODES: Record<string, ErrorCode> = {
  'organizations.organization_name_1': 'organization.name_taken',
  'organizations.name_key_1': 'organization.name_taken',
  'organizations.domain_1': 'organization.domain_taken',
  'memberships._id_': 'member.exists',
  'memberships.org_id_1_user_name_1': 'user.name_taken',
  'admin_users.email_1': 'user.email_taken',
  'invitations.open_invitation': 'invitation.exists',
  'roles._id_': 'role.exists',
  'roles.org_id_1_key_1': 'role.exists',
};

/** The `collection.index` whose uniqueness a write broke, or null when it broke none. */
export function duplicateKey(error: unknown): string | null {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  if (code !== 11000) return null;
  const found = /collection: [^ ]+?\.([\w.]+) index: (\S+)/.exec(message);
  return found ? `${found[1]}.${found[2]}` : 'unknown';
}

/** Translates a broken unique index into its error; everything else passes unchanged. */
export function refuseDuplicate(error: unknown): unknown {
  const index = duplicateKey(error);
  const code = index === null ? undefined : CODES[index];
  return code === undefined ? error : new AppError(code, {}, { cause: error });
}
