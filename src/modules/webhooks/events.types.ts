import type { OrganizationPermission } from '../access/roles.types.js';
import {
  type OrganizationAction,
  ORGANIZATION_ACTIONS,
  isOrganizationAction,
} from '../audit/audit-actions.types.js';
import type { AuditEntry } from '../audit/audit.types.js';

/** What a webhook is tried out with; in no log. */
export const TEST_EVENT = 'webhook.test';

/** Every event, in the order of the audit log's own list. */
export const EVENT_TYPES: readonly OrganizationAction[] = Object.keys(
  ORGANIZATION_ACTIONS,
) as OrganizationAction[];

type Noun<A extends string> = A extends `${infer N}.${string}` ? N : never;

/** Who may read events of a kind in the event stream. */
const READERS: Record<Noun<OrganizationAction>, OrganizationPermission> = {
  organization: 'organization.read',
  plan: 'organization.read',
  session: 'audit.read',
  member: 'members.read',
  invitation: 'invitations.manage',
  role: 'roles.read',
  account: 'audit.read',
  user: 'audit.read',
  audit: 'audit.read',
  audit_sink: 'audit.read',
  factor: 'audit.read',
  impersonation: 'audit.read',
  api_key: 'api_keys.manage',
  data: 'data.read',
  generation: 'data.undo',
  backup: 'backups.read',
  branch: 'branches.manage',
  webhook: 'webhooks.read',
};

/** The permission that an event's readers have. */
export const readerOf = (type: OrganizationAction): OrganizationPermission =>
  READERS[type.slice(0, type.indexOf('.')) as Noun<OrganizationAction>];

/** What is sent, and what the event stream shows. */
export interface EventBody {
  /** The same for each try, and in the event stream. */
  id: string;
  type: string;
  timestamp: string;
  organization_id: string;
  /** Place in the organization's events, rising; null for a test. */
  seq: number | null;
  data: {
    /** Null: the service itself, or a user who is not signed in. */
    actor_id: string | null;
    impersonator_id: string | null;
    /** The key that the actor used. */
    api_key_id: string | null;
    target: { type: string; id: string };
    details: Record<string, unknown>;
  };
}

/** The event that an entry of the log is; undefined for entries that are told to nobody. */
export function eventOf(
  entry: AuditEntry,
): (EventBody & { type: OrganizationAction; seq: number }) | undefined {
  const { action, orgId } = entry;
  if (orgId === undefined || !isOrganizationAction(action)) return undefined;
  return {
    id: `evt_${entry.id}`,
    type: action,
    timestamp: entry.at.toISOString(),
    organization_id: orgId,
    seq: entry.seq,
    data: {
      actor_id: entry.actorId,
      impersonator_id: entry.impersonatorId ?? null,
      api_key_id: entry.apiKeyId ?? null,
      target: { type: entry.targetType, id: entry.targetId },
      details: entry.details,
    },
  };
}

/** `*`, `member.*` or `member.removed`. */
export const MAX_PATTERN = 60;

/** Whether a filter names at least one event. */
export const isEventPattern = (pattern: unknown): pattern is string =>
  typeof pattern === 'string' &&
  pattern.length <= MAX_PATTERN &&
  EVENT_TYPES.some((type) => matches([pattern], type));

/** Whether one of the patterns names the event. */
export const matches = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === type ||
      pattern === '*' ||
      (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
