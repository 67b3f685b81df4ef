import type { GoneArchive, GoneKey } from '../../registry/organizations.types.js';

/** `begun`: its keys are destroyed, and its databases go; `certified`: nothing of it is left, and that is signed. */
export type ErasurePhase = 'begun' | 'certified';

/** The erasure of an organization, from the transaction that destroyed its keys. */
export interface ErasureRow {
  _id: string;
  org_id: string;
  phase: ErasurePhase;
  is_branch: boolean;
  /** Until the certificate is mailed. */
  name?: string;
  owners?: { id: string; email: string }[];
  name_salt: string;
  name_digest: string;
  deleted_at: Date;
  erased_at: Date;
  members: number;
  /** How many there were; the ids of the first ones. */
  accounts: number;
  account_ids: string[];
  branches: string[];
  keys: GoneKey[];
  archives: GoneArchive[];
  /** The certificate, as a compact JWS. */
  signed?: string;
  certified_at?: Date;
  /** Hashes of the secrets in the links that owners got. */
  links: string[];
}
