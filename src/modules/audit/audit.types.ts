import type { AuditHead } from '@rowhouse/verify/audit-log';
import type { AuditAction } from './audit-actions.types.js';

/** Who acts, as the guard knows them; an Actor is one. */
export interface AuditedActor {
  readonly userId: string;
  readonly impersonatorId?: string;
  /** The API key the act came with. */
  readonly apiKeyId?: string;
  readonly requestId?: string;
  /** What the client called its request; it may say anything (SECURITY.md). */
  readonly clientRequestId?: string;
  readonly ip?: string;
}

/** Something that happened, for the record. */
export interface Act {
  action: AuditAction;
  /** Null: the service itself. */
  actorId: string | null;
  /** The operator who acts in the actor's name. */
  impersonatorId?: string;
  /** The API key the act came with. */
  apiKeyId?: string;
  /** The organization whose log this goes into; absent: the platform's own. */
  orgId?: string;
  targetType: string;
  targetId: string;
  /** Small, plain, and never a secret: field names rather than values where values could be one. */
  details?: Record<string, unknown>;
  requestId?: string;
  clientRequestId?: string;
  ip?: string;
}

/** A line of the log. */
export interface AuditEntry {
  readonly id: string;
  /** Place in its chain, from 1. */
  readonly seq: number;
  readonly at: Date;
  readonly action: string;
  readonly actorId: string | null;
  readonly impersonatorId: string | undefined;
  readonly apiKeyId: string | undefined;
  readonly orgId: string | undefined;
  readonly targetType: string;
  readonly targetId: string;
  readonly details: Record<string, unknown>;
  readonly requestId: string | undefined;
  readonly ip: string | undefined;
  readonly hash: string;
}

export interface AuditQuery {
  action?: string;
  /** At or after. */
  from?: Date;
  /** Before. */
  to?: Date;
  cursor?: string;
  limit: number;
}

export interface Verification {
  intact: boolean;
  entries: number;
  /** The hash of the newest entry: who keeps it elsewhere can tell a log that was written anew as a whole. */
  head: string | null;
  /** Place of the first entry that is missing, does not fit the one before it, or should not be there. */
  firstBroken: number | null;
}

/** A place of a log, with what the entries up to it come to: from there on it can be followed without them. */
export type LogPlace = Pick<AuditHead, 'count' | 'link' | 'hash'>;

/** The actor's part of an act. */
export function by({ userId, impersonatorId, apiKeyId, requestId, clientRequestId, ip }: AuditedActor) {
  return { actorId: userId, impersonatorId, apiKeyId, requestId, clientRequestId, ip };
}

declare module '../../database/domain-events.js' {
  interface DomainEvents {
    /** An entry of an organization's log, in the transaction that writes it. */
    'audit.recorded': AuditEntry;
  }
}
