import type { Permission } from '../../access/roles.types.js';
import type { AuditedActor } from '../../audit/audit.types.js';
import type { Move } from '../moves/move.schema.js';

/** `undelete`: the organization comes back; `copy`: a new one from a backup; `branch`: a copy of a live one. */
export type BuildKind = 'undelete' | 'copy' | 'branch';
export type BuildPhase = 'filling' | 'done' | 'failed';

/** A database that is filled for an organization that is not there yet: any instance takes it up where another stopped. */
export interface Build {
  _id: string;
  kind: BuildKind;
  /** The organization that will live in it. */
  org_id: string;
  /** The one that it is made from, and whose people watch it; of an undelete the same. */
  from_org: string;
  to: string;
  generation: number;
  slug: string;
  name: string;
  phase: BuildPhase;
  /** What its kind needs to fill and to settle it. */
  order: Record<string, unknown>;
  /** Who asked for it, as the audit log has it. */
  act: Record<string, unknown>;
  lease_owner?: string;
  lease_until: Date;
  positions: Move['positions'];
  documents_total: number;
  documents_done: number;
  attempts: number;
  error?: string;
  created_at: Date;
  updated_at: Date;
}

/** Who asked for a build, as by() has it. */
export type BuildAct = { actorId: string } & Omit<AuditedActor, 'userId'>;

export const actOf = (build: Build): BuildAct => build.act as unknown as BuildAct;

/** Who asked for it, with the one permission that is asked for again when it is settled. */
export function askerOf(build: Build, permission: Permission) {
  const { actorId: userId, apiKeyId } = actOf(build);
  return { userId, permissions: new Set([permission]), apiKeyId };
}
