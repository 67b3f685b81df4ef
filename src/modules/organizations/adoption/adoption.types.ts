/** A document of master as S1's own service wrote it, or as it was changed since. */
export type ForeignRow = { _id: unknown } & Record<string, unknown>;

/** What master holds before the adoption. */
export interface ForeignMaster {
  /** Rows without our numbers. */
  organizations: ForeignRow[];
  accounts: ForeignRow[];
  /** Rows that have them: an adoption was interrupted, or Rowhouse has worked here. */
  known: KnownRows;
  /** All databases of the server, to tell which organization lacks its own. */
  databases: Set<string>;
  /** Those of them that carry a mark: another Rowhouse, or an earlier life of this one, has them. */
  marked: Set<string>;
  /** Documented indexes with other options than ours, as `collection.index`. */
  indexes: string[];
}

export interface KnownRows {
  organizations: {
    id: string;
    name: string | undefined;
    nameKey: string | undefined;
    slug: string;
    database: string;
  }[];
  accounts: { id: string; email: string }[];
  /** Every name that was ever a database of ours. */
  databases: string[];
}

export interface PlannedAccount {
  /** As it is stored: text or ObjectId. */
  storedId: unknown;
  id: string;
  email: string;
  hash: string;
  /** Home; undefined for a user who belongs nowhere. */
  organizationId: string | undefined;
  createdAt: Date;
  updatedAt: Date;
}

export interface PlannedOrganization {
  storedId: unknown;
  id: string;
  name: string;
  /** Undefined when another organization has the name in another spelling. */
  nameKey: string | undefined;
  slug: string;
  generation: number;
  database: string;
  adminId: string;
  /** Accounts that become owners, the administrator first. */
  owners: { id: string; email: string }[];
  createdAt: Date;
  updatedAt: Date;
}

/** A row that cannot be adopted. */
export interface Unadoptable {
  collection: 'organizations' | 'admin_users';
  storedId: unknown;
  /** Name or address, for people. */
  what: string;
  reason: string;
}

export interface AdoptionPlan {
  organizations: PlannedOrganization[];
  accounts: PlannedAccount[];
  unadoptable: Unadoptable[];
  /** What will be other than it was, one message each. */
  notices: string[];
  indexes: string[];
  /** One organization at least is, or was, as the seed's service writes them. */
  recognized: boolean;
}
