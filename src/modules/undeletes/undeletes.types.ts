import type { Act } from '../audit/audit.types.js';

/** What was taken by others meanwhile is given up. */
export interface ReturnChoice {
  /** In the place of the one it had. */
  name?: string;
  withoutDomain?: boolean;
}

/** Who asks for it, for the audit log. */
export type Asker = Omit<Act, 'action' | 'orgId' | 'targetType' | 'targetId' | 'details'>;

/**
 * `leaving`: its archive is being made, and its databases are there; `kept`: it can come back; `returning`: its
 * database is being filled; `returned`; `erased`: nothing of it can be read any more.
 */
export type DeletedPhase = 'leaving' | 'kept' | 'returning' | 'returned' | 'erased';

/** An organization that was deleted. */
export interface DeletedOrganization {
  /** Its id. */
  _id: string;
  /** Names this deletion: links of an earlier one do not work. */
  deletion: string;
  phase: DeletedPhase;
  name: string;
  slug: string;
  /** Of the name, if it was claimed. */
  name_key?: string;
  generation: number;
  domain?: string;
  /** The backup that holds its data. */
  archive: string;
  /** Documents of its rows of master, sealed. */
  parts: number;
  members: number;
  /** Ids of accounts that went with it, and of its branches. */
  accounts?: string[];
  branches?: string[];
  deleted_at: Date;
  /** Until when it can come back. */
  until: Date;
  /** The build that brings it back. */
  build?: string;
  /** Why it did not come back, as a code. */
  fault?: string;
  /** User names of members who did not come back with it. */
  missing?: string[];
  erased_at?: Date;
}
