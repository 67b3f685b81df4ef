/** What a field of an entry's details holds: JSON types; `?` may be absent, `|null` may be null. */
export type DetailType =
  | 'string'
  | 'string?'
  | 'string|null'
  | 'string|null?'
  | 'integer'
  | 'integer?'
  | 'boolean'
  | 'boolean?'
  | 'string[]'
  | 'string[]?';

export interface ActionDescription {
  /** What happened, as a sentence. */
  readonly summary: string;
  readonly details?: Readonly<Record<string, DetailType>>;
}

const REASON = { reason: 'string?' } as const;
const ROLE = { role: 'string' } as const;
const FIELDS = { fields: 'string[]' } as const;
const KEY = { kind: 'string', name: 'string' } as const;
const KEY_TERMS = {
  ...KEY,
  scopes: 'string[]',
  addresses: 'string[]?',
  expires_at: 'string|null?',
} as const;
const COPY = { organization: 'string', name: 'string' } as const;
const BRANCH = { name: 'string', expires_at: 'string' } as const;
const ENDPOINT = { url: 'string' } as const;
const SINK = { target: 'string' } as const;

/**
 * What is recorded in an organization's log and told to its webhooks and event streams: the one list of events.
 * The documentation of events is generated from it.
 */
export const ORGANIZATION_ACTIONS = {
  'organization.updated': {
    summary: 'The name, settings or credentials of the organization were changed',
    details: { ...FIELDS, name: 'string?', from: 'string?', to: 'string?' },
  },
  'organization.update_failed': {
    summary: 'A change of the name was undone, and nothing was changed',
    details: { reason: 'string', from: 'string', to: 'string' },
  },
  'organization.undone': {
    summary: 'The data of the organization were put back to an earlier moment',
    details: { at: 'string', cluster_time: 'string', from: 'string', to: 'string', source: 'string?' },
  },
  'organization.undo_failed': {
    summary: 'Putting the data back failed, and nothing was changed',
    details: { reason: 'string', from: 'string', to: 'string' },
  },
  'organization.restored': {
    summary: 'The data of the organization were put back from a backup',
    details: {
      at: 'string',
      backup: 'string?',
      from: 'string',
      to: 'string',
      cluster_time: 'string?',
      source: 'string?',
    },
  },
  'organization.restore_failed': {
    summary: 'A restore from a backup failed, and nothing was changed',
    details: { reason: 'string', from: 'string', to: 'string' },
  },
  'organization.undeleted': {
    summary: 'The organization was brought back after it was deleted',
    details: { database: 'string', missing: 'integer' },
  },
  'organization.resettled': {
    summary: 'An operator gave the organization a database that was left over',
    details: { database: 'string' },
  },
  'organization.activated': { summary: 'The organization was activated', details: REASON },
  'organization.deactivated': { summary: 'The organization was deactivated', details: REASON },
  'organization.suspended': { summary: 'The organization was suspended', details: REASON },
  'organization.plan_changed': {
    summary: 'The plan, and with it the limits, of the organization were changed',
    details: { from: 'string|null', to: 'string', type: 'string' },
  },
  'organization.branding_changed': {
    summary: 'Logo, colour or sender of mails were changed',
    details: FIELDS,
  },
  'organization.domain_proved': {
    summary: 'An owner proved a mailbox of the domain: its people may ask to join',
    details: { domain: 'string' },
  },
  'organization.domain_lost': {
    summary: 'The organization lost its mail domain',
    details: { domain: 'string', reason: 'string' },
  },
  'organization.factor_required': {
    summary: 'Members need a second factor, from a moment on',
    details: { from: 'string' },
  },
  'organization.factor_lifted': { summary: 'Members need no second factor any more' },
  'plan.limit_reached': {
    summary: 'A limit of the plan refused something for the first time in this hour',
    details: { limit: 'string', value: 'integer', hour: 'string' },
  },
  'session.created': {
    summary: 'A member signed in',
    details: { at: 'string', second_factor: 'boolean', client_id: 'string?' },
  },
  'session.blocked': {
    summary:
      'So many wrong passwords came for a member that networks they never signed in from have few tries left',
    details: { failures: 'integer' },
  },
  'member.added': { summary: 'A member was added', details: { ...ROLE, status: 'string' } },
  'member.requested': { summary: 'A user asked to join', details: { ...ROLE, status: 'string' } },
  'member.request_ended': { summary: 'A request to join ended unanswered' },
  'member.approved': { summary: 'A request to join was approved' },
  'member.declined': { summary: 'A request to join was declined' },
  'member.changed': {
    summary: 'The role, status or user name of a member was changed',
    details: { changed: 'string[]', role: 'string?', status: 'string?', from: 'string?' },
  },
  'member.proved_mailbox': {
    summary: 'A user who asked to join proved the mailbox of a proved domain, and is a member',
  },
  'member.joined': { summary: 'A user joined by the mail domain of the organization' },
  'member.removed': { summary: 'A member was removed', details: ROLE },
  'member.left': { summary: 'A member left' },
  'member.password_reset': { summary: 'A member got a temporary password from an administrator' },
  'member.ownership_transferred': {
    summary: 'A member became the owner in place of the actor',
    details: { from: 'string' },
  },
  'invitation.created': {
    summary: 'An address was invited',
    details: { ...ROLE, sends: 'integer' },
  },
  'invitation.sent_again': {
    summary: 'An invitation was mailed again',
    details: { ...ROLE, sends: 'integer' },
  },
  'invitation.revoked': { summary: 'An invitation was revoked', details: { ...ROLE, sends: 'integer' } },
  'invitation.accepted': { summary: 'An invitation was accepted', details: ROLE },
  'invitation.declined': { summary: 'An invitation was declined', details: ROLE },
  'role.created': { summary: 'A role was created', details: { permissions: 'string[]' } },
  'role.changed': {
    summary: 'The name or the permissions of a role were changed',
    details: { name: 'string', permissions: 'string[]' },
  },
  'role.removed': { summary: 'A role was deleted' },
  'account.credentials_changed': {
    summary: 'The organization’s administrator changed e-mail address or password',
    details: FIELDS,
  },
  'account.change_undone': {
    summary: 'The owner of an account undid a change of its e-mail address or password',
    details: FIELDS,
  },
  'user.secret_issued': { summary: 'An operator gave an account a temporary password', details: REASON },
  'user.address_given_up': {
    summary: 'A generated address gave way to the owner of the mailbox',
    details: { from: 'string', to: 'string' },
  },
  'factor.enrolled': { summary: 'A user set up a second factor' },
  'factor.recovery_renewed': { summary: 'A user made new recovery codes' },
  'factor.recovery_used': {
    summary: 'A user signed in with a recovery code',
    details: { left: 'integer' },
  },
  'factor.removed': { summary: 'A user removed their second factor', details: { by: 'string' } },
  'factor.reset': {
    summary: 'The second factor of a user was reset by an administrator or an operator',
    details: { by: 'string', reason: 'string?' },
  },
  'impersonation.started': {
    summary: 'An operator began to act as a user',
    details: { impersonation: 'string', reason: 'string', minutes: 'integer?' },
  },
  'impersonation.ended': {
    summary: 'An operator ended acting as a user',
    details: { impersonation: 'string', reason: 'string' },
  },
  'data.collection_dropped': { summary: 'A collection was dropped with its documents' },
  'data.collection_restored': {
    summary: 'A collection was restored from a backup, or from an earlier moment',
    details: {
      backup: 'string?',
      at: 'string?',
      source: 'string',
      documents: 'integer',
      replaced: 'boolean',
    },
  },
  'data.document_restored': {
    summary: 'A document was restored from a backup, or from an earlier moment',
    details: { backup: 'string?', at: 'string?', document: 'string', change: 'string' },
  },
  'data.imported': {
    summary: 'Documents were imported into a collection',
    details: { inserted: 'integer', replaced: 'integer', failed: 'integer' },
  },
  'data.exported': { summary: 'The export of a collection began' },
  'generation.dropped': {
    summary: 'Data that were kept after they were put back were dropped',
    details: { database: 'string' },
  },
  'api_key.created': { summary: 'An API key was created', details: KEY_TERMS },
  'api_key.changed': {
    summary: 'The name, scopes, addresses or expiry of an API key were changed',
    details: { ...KEY_TERMS, changed: 'string[]' },
  },
  'api_key.rotated': {
    summary: 'An API key got another secret',
    details: { ...KEY, overlap_seconds: 'integer' },
  },
  'api_key.revoked': {
    summary: 'An API key was revoked, or ended with the membership of its person',
    details: { ...KEY, reason: 'string', url: 'string?' },
  },
  'api_key.overlap_ended': {
    summary: 'The secret that an API key had before its rotation was found in public, and ended',
    details: { ...KEY, reason: 'string', url: 'string' },
  },
  'branch.requested': { summary: 'A branch was asked for', details: BRANCH },
  'branch.created': { summary: 'A branch with a copy of the data was made', details: BRANCH },
  'branch.deleted': { summary: 'A branch was deleted before its time', details: BRANCH },
  'audit.exported': {
    summary: 'The export of the audit log began',
    details: { format: 'string' },
  },
  'audit_sink.created': {
    summary: 'A sink of the audit log was set up',
    details: { ...SINK, kind: 'string' },
  },
  'audit_sink.changed': {
    summary: 'A sink of the audit log was changed, enabled or disabled',
    details: FIELDS,
  },
  'audit_sink.secret_rotated': { summary: 'A sink of the audit log got another secret', details: SINK },
  'audit_sink.switched_off': {
    summary: 'A sink of the audit log was switched off because it took nothing',
    details: { ...SINK, reason: 'string' },
  },
  'audit_sink.removed': { summary: 'A sink of the audit log was removed', details: SINK },
  'backup.requested': { summary: 'A backup was asked for' },
  'backup.verification_requested': { summary: 'The verification of a backup was asked for' },
  'backup.link_created': { summary: 'A link that downloads a backup was made' },
  'backup.copy_requested': {
    summary: 'A new organization with the data of a backup was asked for',
    details: COPY,
  },
  'backup.upload_begun': { summary: 'The upload of a dump as a backup began' },
  'backup.copied': { summary: 'A new organization with the data of a backup was made', details: COPY },
  'backup.base_requested': { summary: 'The journal asked for a backup to begin from' },
  'backup.scheduled': { summary: 'The schedule asked for a backup' },
  'backup.schedule_changed': {
    summary: 'The schedule of backups was changed',
    details: {
      cron: 'string',
      time_zone: 'string',
      enabled: 'boolean',
      keep_count: 'integer',
      keep_days: 'integer?',
    },
  },
  'backup.schedule_removed': { summary: 'The schedule of backups was removed' },
  'backup.deleted': { summary: 'A backup was deleted' },
  'webhook.created': { summary: 'A webhook was created', details: ENDPOINT },
  'webhook.changed': { summary: 'A webhook was changed, enabled or disabled', details: FIELDS },
  'webhook.secret_rotated': { summary: 'A webhook got another secret and another key', details: ENDPOINT },
  'webhook.switched_off': {
    summary: 'A webhook was switched off because its deliveries failed',
    details: { ...ENDPOINT, reason: 'string' },
  },
  'webhook.replayed': {
    summary: 'Events of a period were sent to a webhook again',
    details: { events: 'integer' },
  },
  'webhook.removed': { summary: 'A webhook was deleted', details: ENDPOINT },
} as const satisfies Record<string, ActionDescription>;

/**
 * Recorded, and told to no webhook: acts of the platform, and those at the two ends of an organization's life, when it
 * has no webhook yet or none any more.
 */
type UntoldAction =
  | 'audit.began'
  | 'leftover.adopted'
  | 'leftover.dropped'
  | 'leftover.ignored'
  | 'operator.made'
  | 'operator.password_reset'
  | 'organization.adopted'
  | 'organization.created'
  | 'organization.deleted'
  | 'organization.erased'
  | 'organization.erasure_certified'
  | 'permissions.changed'
  | 'user.activated'
  | 'user.data_exported'
  | 'user.deactivated'
  | 'user.deleted'
  | 'user.suspended';

/** Told to webhooks. */
export type OrganizationAction = keyof typeof ORGANIZATION_ACTIONS;

/** `noun.what_happened`. The whole list: an act with a name that is not in it does not compile. */
export type AuditAction = OrganizationAction | UntoldAction;

type On<Action, Noun extends string> = Action extends `${Noun}.${string}` ? Action : never;

/** Actions about one kind of thing: `AuditActionOn<'member'>`. */
export type AuditActionOn<Noun extends string> = On<AuditAction, Noun>;

/** Whether it is told to webhooks. */
export const isOrganizationAction = (action: string): action is OrganizationAction =>
  Object.hasOwn(ORGANIZATION_ACTIONS, action);
