/** The limits of plans whose refusals are told, by the code of the refusal. */
export const LIMIT_OF_CODE = {
  'member.limit_reached': 'members',
  'plan.storage_full': 'storage',
  'plan.requests_used': 'requests_per_minute',
  'collection.limit_reached': 'collections',
  'api_key.limit_reached': 'api_keys',
  'webhook.limit_reached': 'webhooks',
  'backup.limit_reached': 'backups',
  'branch.limit_reached': 'branches',
} as const;

export type LimitCode = keyof typeof LIMIT_OF_CODE;
export type LimitName = (typeof LIMIT_OF_CODE)[LimitCode];
