import type { AuditedActor } from '../audit/audit.types.js';
import type { Organization } from '../registry/organizations.types.js';

/** The surface an organization came in through. */
export type SignupChannel = 'register' | 'org' | 'identity' | 'tenants_v1' | 'tenants' | 'v1';

/** An account made together with the organization. */
export interface NewOwner {
  /** Canonical address. */
  email: string;
  password: string;
  name?: string;
  /** Unique inside the organization; the address when absent. */
  userName?: string;
  phone?: string;
  /** The address was made up; see D2. */
  synthetic?: boolean;
  /** The password is a temporary password until then, and must be changed. */
  temporaryUntil?: Date;
  /** Only the password's length is checked (C-13). */
  lengthOnly?: boolean;
}

export interface CreateOrganization {
  name: string;
  origin: SignupChannel;
  /** A new account, or one that exists already. */
  owner: NewOwner | { userId: string };
  /** `if_free`: a name that is taken stays unclaimed instead of refusing the creation (C-04). */
  claim?: 'required' | 'if_free';
  /** Exactly this slug: a clash is refused instead of getting a suffix (S3-07). */
  slug?: string;
  /** Mail domain to claim (S0-10). */
  domain?: string;
  /** DEFAULT_PLAN when absent. */
  planId?: string;
  personal?: boolean;
  settings?: Record<string, unknown>;
  /** Who asked and from where, for the audit log; the owner when nobody is named. */
  by?: Partial<AuditedActor>;
}

/** What a surface shows of a creation. */
export interface CreatedOrganization {
  organization: Organization;
  owner: { id: string; seq: number };
}
