import { canonicalEmail } from '../../../common/email.js';
import type { ForeignMaster, ForeignRow, PlannedAccount, Unadoptable } from './adoption.types.js';
import { hashText, idText, shown, timeOf, timeOfId } from './foreign-values.js';

/** Fields of ours that say something else in a row that is not ours. */
const OURS = [
  'uid',
  'status',
  'email_verified',
  'platform_operator',
  'synthetic',
  'must_change_password',
  'secret_expires_at',
  'secret_tries',
  'ver',
  'kept_sid',
  'ended_sids',
];

/** Which accounts can be adopted; whose home they get is decided with the organizations. */
export function planAccounts(master: ForeignMaster): {
  accounts: PlannedAccount[];
  unadoptable: Unadoptable[];
} {
  const accounts: PlannedAccount[] = [];
  const unadoptable: Unadoptable[] = [];
  const takenIds = new Set(master.known.accounts.map(({ id }) => id));
  const takenEmails = new Map(master.known.accounts.map(({ email }) => [email, email]));
  // Of two spellings of one address the canonical one stays, else the older one.
  const inOrder = [...master.accounts].sort(
    (a, b) => Number(isCanonical(b)) - Number(isCanonical(a)) || age(a) - age(b),
  );
  for (const row of inOrder) {
    const planned = planAccount(row);
    const reason =
      typeof planned === 'string'
        ? planned
        : takenReason(planned, takenIds, takenEmails, shown(row['email']));
    if (reason !== undefined || typeof planned === 'string') {
      const what = shown(row['email']);
      unadoptable.push({ collection: 'admin_users', storedId: row._id, what, reason: reason! });
      continue;
    }
    takenIds.add(planned.id);
    takenEmails.set(planned.email, String(row['email']));
    accounts.push(planned);
  }
  return { accounts, unadoptable };
}

function takenReason(
  { id, email }: PlannedAccount,
  ids: Set<string>,
  emails: Map<string, string>,
  what: string,
): string | undefined {
  if (ids.has(id)) return 'another account has the same id, once as text and once as ObjectId';
  const other = emails.get(email);
  return other === undefined ? undefined : `${what} and ${shown(other)} are one address`;
}

/** The account, or why it cannot be one. */
function planAccount(row: ForeignRow): PlannedAccount | string {
  const id = idText(row._id);
  if (id === null) return 'its _id is neither an ObjectId nor the text of one';
  const email = typeof row['email'] === 'string' ? canonicalEmail(row['email']) : null;
  if (email === null) return 'it has no e-mail address to sign in with';
  const hash = hashText(row['hashed_password']);
  if (hash === null) return 'its hashed_password is not a bcrypt hash ($2a$, $2b$ or $2y$)';
  const ours = OURS.find((field) => row[field] !== undefined && row[field] !== null);
  if (ours !== undefined) return `it has a field ${ours}, which means something else here`;
  const createdAt = timeOf(row['created_at']) ?? timeOfId(id);
  return {
    storedId: row._id,
    id,
    email,
    hash,
    organizationId: idText(row['organization_id']) ?? undefined,
    createdAt,
    updatedAt: timeOf(row['updated_at']) ?? createdAt,
  };
}

function isCanonical({ email }: ForeignRow): boolean {
  return typeof email === 'string' && canonicalEmail(email) === email;
}

const age = (row: ForeignRow): number => {
  const id = idText(row._id);
  return (timeOf(row['created_at']) ?? (id === null ? new Date() : timeOfId(id))).getTime();
};
