export type OrganizationStatus = 'active' | 'inactive' | 'suspended';
/** Internal state, never shown as status: `deleting` is invisible, `moving` works as usual. */
export type Lifecycle = 'ready' | 'moving' | 'deleting';

/** A pause of writes (or of everything) that every instance keeps while a database changes hands. */
export interface Fence {
  readonly token: string;
  readonly mode: 'write' | 'all';
  /** After this moment the fence holds nobody, and its owner may no longer flip. */
  readonly expiresAt: Date;
}

/** An organization as the registry knows it; kept in memory on every instance. */
export interface Organization {
  readonly id: string;
  readonly uid: string;
  readonly seq: number;
  readonly name: string;
  readonly slug: string;
  /** The tenant database; documented as `collection_name` (C-07). */
  readonly database: string;
  readonly generation: number;
  readonly adminId: string;
  readonly status: OrganizationStatus;
  readonly lifecycle: Lifecycle;
  readonly fence: Fence | undefined;
  readonly planId: string | undefined;
  /** Members without a second factor do nothing here from then on. */
  readonly factorFrom?: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Whether a member needs a second factor to do anything there, at this moment. */
export const requiresFactor = ({ factorFrom }: Pick<Organization, 'factorFrom'>, now = Date.now()): boolean =>
  factorFrom !== undefined && factorFrom.getTime() <= now;

/** What is read from the database when a request is about the organization itself. */
export interface OrganizationDetails extends Organization {
  readonly domain: string | undefined;
  readonly personal: boolean;
  readonly settings: Record<string, unknown>;
  readonly statusReason: string | undefined;
  /** When it was said that members need a second factor. */
  readonly factorRequiredAt?: Date;
  /** Raised by each change. */
  readonly revision: number;
}

/** Takes what an organization leaves, so that it can come back. */
export interface Keeping {
  /** Until then it can. */
  readonly until: Date;
  /** @param room that brings these rows back */
  keep(room: string, rows: readonly object[]): void;
  /** The path of the link by which an owner brings it back. */
  linkOf(userId: string): Promise<`/${string}`>;
}

/** An organization that is being deleted. */
export interface LeavingOrganization extends Pick<
  Organization,
  'id' | 'name' | 'slug' | 'database' | 'generation'
> {
  /** Of the name, if it is claimed. */
  readonly nameKey: string | undefined;
  readonly domain: string | undefined;
  /** A copy, of which nothing is kept. */
  readonly isBranch: boolean;
  /** All of it, to be inserted again. */
  readonly row: object;
}

/** What goes with an organization: each room says what it removes, for the certificate of the erasure. */
export interface GoneWithIt {
  /** Owners who read mail. */
  owners: { id: string; email: string }[];
  members: number;
  /** Ids of accounts that went with it. */
  accounts: string[];
  /** Branches, which end with it. */
  branches: string[];
  /** Unless they are kept: the keys that were destroyed, and what they sealed. */
  keys: GoneKey[];
  archives: GoneArchive[];
}

export interface GoneKey {
  /** What it sealed. */
  seals: string;
  /** SHA-256 of it; null: it could not be opened. */
  thumbprint: string | null;
}

export interface GoneArchive {
  id: string;
  kind: string;
  at: Date | null;
}

/** How an organization comes back. */
export interface ReturnedAs extends Pick<Organization, 'slug' | 'database' | 'generation'> {
  /** In the place of the name it had. */
  readonly rename: { name: string; nameKey: string } | undefined;
  /** It claims its mail domain again. */
  readonly withDomain: boolean;
}

/** What an organization left, by the room that kept it. */
export interface KeptRows {
  of<Row extends object>(room: string): readonly Row[];
}

declare module '../../database/domain-events.js' {
  interface DomainEvents {
    /** Each room removes or changes its rows of the organization. @param keeping undefined: it does not come back */
    'organization.deleted': {
      readonly orgId: string;
      readonly keeping?: Keeping;
      /** Filled by who listens. */
      readonly gone: GoneWithIt;
    };
    /** It is there again: each room brings back what it kept. `missing`: members whose account is another's by now. */
    'organization.returned': {
      readonly orgId: string;
      readonly kept: KeptRows;
      readonly missing: string[];
    };
  }
}
