import { nameKey } from '../../registry/slug.js';
import type {
  AdoptionPlan,
  ForeignMaster,
  ForeignRow,
  PlannedAccount,
  PlannedOrganization,
  Unadoptable,
} from './adoption.types.js';
import { idText, shown, timeOf, timeOfId } from './foreign-values.js';
import { planAccounts } from './plan-accounts.js';
import { placeOf, Slugs } from './plan-slugs.js';

/** Fields of ours that say something else in a row that is not ours. */
const OURS = [
  'uid',
  'name',
  'name_key',
  'slug',
  'generation',
  'status',
  'lifecycle',
  'fence',
  'domain',
  'plan_id',
  'personal',
  'origin',
];
/** What MongoDB takes as a name of a database, behind the documented prefix. */
const DATABASE = /^org_[^\0/\\. "$*<>:|?]+$/;
const MAX_DATABASE_BYTES = 63;

/** An organization on its way into the plan. */
type Draft = Omit<PlannedOrganization, 'nameKey' | 'slug' | 'generation' | 'adminId' | 'owners'> & {
  adminId: string | null;
};

/** What an adoption will do. Nothing is asked of the database here, so the same master gives the same plan. */
export function planAdoption(master: ForeignMaster, prefix = DATABASE): AdoptionPlan {
  const notices: string[] = [];
  const { accounts, unadoptable } = planAccounts(master);
  const people = new Map(accounts.map((account) => [account.id, account]));
  const known = new Map(master.known.accounts.map((account) => [account.id, account]));
  const shared = countDatabases(master);
  const kept: Draft[] = [];
  const names = new Set(master.known.organizations.map(({ name }) => name));
  const ids = new Set(master.known.organizations.map(({ id }) => id));
  const inOrder = master.organizations.map((row) => ({ row, draft: draftOf(row, prefix) }));
  inOrder.sort((a, b) => timeIn(a.draft) - timeIn(b.draft));
  for (const { row, draft } of inOrder) {
    const reason =
      typeof draft === 'string' ? draft : faultOf(draft, { shared, names, ids, marked: master.marked });
    if (reason !== undefined || typeof draft === 'string') {
      unadoptable.push(unadoptableOf(row, reason!));
    } else {
      names.add(draft.name);
      ids.add(draft.id);
      kept.push(draft);
    }
  }
  const organizations = withOwners(kept, { people, known, unadoptable, notices });
  return {
    organizations: withPlaces(organizations, master, notices),
    accounts: withHomes(accounts, organizations, master, { unadoptable, notices }),
    unadoptable,
    notices,
    indexes: master.indexes,
    recognized: organizations.length + master.known.organizations.length > 0,
  };
}

function unadoptableOf(row: ForeignRow, reason: string): Unadoptable {
  return { collection: 'organizations', storedId: row._id, what: shown(row['organization_name']), reason };
}

const timeIn = (draft: Draft | string): number => (typeof draft === 'string' ? 0 : draft.createdAt.getTime());

/** The organization, or why it cannot be one. */
function draftOf(row: ForeignRow, pattern: RegExp): Draft | string {
  const id = idText(row._id);
  if (id === null) return 'its _id is neither an ObjectId nor the text of one';
  const { organization_name: name, collection_name: database } = row;
  if (typeof name !== 'string' || name.trim() === '') return 'it has no organization_name';
  if (typeof database !== 'string' || !pattern.test(database)) {
    return `its collection_name ${shown(database)} is no name of a database that begins with org_`;
  }
  if (Buffer.byteLength(database) > MAX_DATABASE_BYTES)
    return 'its collection_name is too long for a database';
  const ours = OURS.find((field) => row[field] !== undefined && row[field] !== null);
  if (ours !== undefined) return `it has a field ${ours}, which means something else here`;
  const createdAt = timeOf(row['created_at']) ?? timeOfId(id);
  const updatedAt = timeOf(row['updated_at']) ?? createdAt;
  return { storedId: row._id, id, name, database, adminId: idText(row['admin_id']), createdAt, updatedAt };
}

/** How many organizations name a database: case does not tell two databases apart. */
function countDatabases({ organizations, known }: ForeignMaster): Map<string, number> {
  const counts = new Map<string, number>();
  const ours = known.databases.concat(known.organizations.map(({ database }) => database));
  const names = [...new Set(ours)].concat(organizations.map((row) => String(row['collection_name'])));
  for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return counts;
}

function faultOf(
  { id, name, database }: Draft,
  {
    shared,
    names,
    ids,
    marked,
  }: { shared: Map<string, number>; names: Set<unknown>; ids: Set<string>; marked: Set<string> },
): string | undefined {
  if (ids.has(id)) return 'another organization has the same id, once as text';
  if (names.has(name)) return 'another organization has exactly the same name';
  if ((shared.get(database.toLowerCase()) ?? 0) > 1)
    return `another organization uses its database ${database}`;
  if (marked.has(database)) return `its database ${database} carries the mark of a Rowhouse`;
  return undefined;
}

interface People {
  people: Map<string, PlannedAccount>;
  known: Map<string, { id: string; email: string }>;
  unadoptable: Unadoptable[];
  notices: string[];
}

type Owned = Omit<PlannedOrganization, 'nameKey' | 'slug' | 'generation'>;

/** A user who could sign in for an organization becomes an owner: the seed knew one kind of account. */
function withOwners(drafts: Draft[], { people, known, unadoptable, notices }: People): Owned[] {
  const byHome = new Map<string, PlannedAccount[]>();
  for (const account of people.values()) {
    const home = account.organizationId ?? '';
    byHome.set(home, [...(byHome.get(home) ?? []), account]);
  }
  return drafts.flatMap((draft) => {
    const admin =
      draft.adminId === null ? undefined : (people.get(draft.adminId) ?? known.get(draft.adminId));
    const others = (byHome.get(draft.id) ?? []).filter(({ id }) => id !== admin?.id);
    const owners = [...(admin ? [admin] : []), ...others].map(({ id, email }) => ({ id, email }));
    const first = owners[0];
    if (!first) {
      const refused = unadoptable.find(
        ({ collection, storedId }) => collection === 'admin_users' && idText(storedId) === draft.adminId,
      );
      const reason = refused
        ? `its administrator ${refused.what} cannot be adopted`
        : 'its administrator has no account, and nobody else belongs to it';
      unadoptable.push({
        collection: 'organizations',
        storedId: draft.storedId,
        what: shown(draft.name),
        reason,
      });
      return [];
    }
    if (!admin)
      notices.push(`${shown(draft.name)}: its administrator has no account; ${first.email} becomes it`);
    return [{ ...draft, adminId: first.id, owners }];
  });
}

function withPlaces(organizations: Owned[], master: ForeignMaster, notices: string[]): PlannedOrganization[] {
  const keys = new Set(master.known.organizations.map(({ nameKey: key }) => key));
  const slugs = new Slugs(master.known.organizations.map(({ slug }) => slug));
  // Who has a slug in its database's name keeps it; the others take what is left.
  const places = new Map(organizations.map(({ id, name, database }) => [id, placeOf(name, database)]));
  for (const { id } of organizations) {
    const place = places.get(id);
    if (place && !slugs.take(place.slug)) places.delete(id);
  }
  return organizations.map((organization) => {
    const { id, name, database } = organization;
    const place = places.get(id) ?? { slug: slugs.takeFor(name), generation: 1 };
    const key = nameKey(name);
    const claimed = key !== '' && !keys.has(key);
    keys.add(key);
    if (!claimed)
      notices.push(`${shown(name)}: another one has this name in another spelling; both stay as they are`);
    if (!master.databases.has(database))
      notices.push(`${shown(name)}: its database ${database} is missing and is made`);
    return { ...organization, ...place, nameKey: claimed ? key : undefined };
  });
}

/** Accounts get the home they name, else the organization they administrate. */
function withHomes(
  accounts: PlannedAccount[],
  organizations: Owned[],
  { known, organizations: rows }: ForeignMaster,
  { unadoptable, notices }: Pick<People, 'unadoptable' | 'notices'>,
): PlannedAccount[] {
  const homes = new Set([...organizations, ...known.organizations].map(({ id }) => id));
  const administrated = new Map([...organizations].reverse().map(({ adminId, id }) => [adminId, id]));
  const foreign = new Set(rows.map(({ _id }) => idText(_id)));
  return accounts.flatMap((account) => {
    const { id, email, organizationId: named } = account;
    const home = named !== undefined && homes.has(named) ? named : administrated.get(id);
    if (home === undefined && named !== undefined && foreign.has(named)) {
      const reason = 'it belongs only to organizations that cannot be adopted';
      unadoptable.push({ collection: 'admin_users', storedId: account.storedId, what: shown(email), reason });
      return [];
    }
    if (home === undefined) notices.push(`${shown(email)} belongs to no organization, and stays so`);
    return [{ ...account, organizationId: home }];
  });
}
