import type { components } from '@rowhouse/api-client';

type Entry = components['schemas']['AuditEntryDto'];

/** What an entry says, in words: `member.role_changed` becomes "Member role changed", with whom or what. */
export function sayAction({ action, details }: Pick<Entry, 'action' | 'details'>): string {
  const words = action.replace(/[._]/g, ' ');
  const named = ['email', 'name', 'user_name', 'organization_name', 'key', 'collection', 'role']
    .map((key) => details[key])
    .find((value): value is string => typeof value === 'string' && value !== '');
  const sentence = words.slice(0, 1).toUpperCase() + words.slice(1);
  return named === undefined ? sentence : `${sentence}: ${named}`;
}
