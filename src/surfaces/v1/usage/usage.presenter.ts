import type { FastifyReply } from 'fastify';
import type { OpenUsage, UsageQuery, UsageRecord } from '../../../modules/usage/usage.types.js';
import { invalidQuery, momentOf, oneOf } from '../pages.js';
import { once } from '../query.js';
import type { OpenUsageDto, UsagePageDto, UsageRecordDto } from './usage.dto.js';

const DEFAULT_LIMIT = 100;
const FORMATS = ['json', 'csv'] as const;
const COLUMNS = [
  'id',
  'organization_id',
  'hour',
  'requests',
  'documents',
  'bytes',
  'active_members',
  'seats',
  'storage',
  'closed_at',
] as const;

/** @param accept the header: `text/csv` is another way to say `format=csv` @throws AppError query.invalid */
export function usageQuery(
  sent: unknown,
  accept: string | undefined,
  more: readonly string[] = [],
): { query: UsageQuery; isCsv: boolean; given: Record<string, string | undefined> } {
  const given: Record<string, string | undefined> = once(sent, [
    'from',
    'to',
    'cursor',
    'limit',
    'format',
    ...more,
  ]);
  const { cursor = '0', limit = String(DEFAULT_LIMIT) } = given;
  if (!/^\d{1,15}$/.test(cursor)) throw invalidQuery('cursor', 'must be the id of a record');
  if (!/^([1-9]\d{0,2}|1000)$/.test(limit)) throw invalidQuery('limit', 'must be a number from 1 to 1000');
  const [from, to] = [momentOf('from', given['from']), momentOf('to', given['to'])];
  const format = oneOf('format', given['format'], FORMATS);
  const isCsv = format === undefined ? /\btext\/csv\b/.test(accept ?? '') : format === 'csv';
  return { query: { from, to, after: Number(cursor), limit: Number(limit) }, isCsv, given };
}

export function presentUsage(
  records: readonly UsageRecord[],
  limit: number,
  closedBefore: Date,
): UsagePageDto {
  return {
    items: records.map(presentRecord),
    closed_before: closedBefore.toISOString(),
    next_cursor: nextOf(records, limit),
  };
}

/** RFC 4180, with the next cursor in a header. Numbers, ids and times need no quotes. */
export function usageCsv(records: readonly UsageRecord[], limit: number, reply: FastifyReply): string {
  reply.header('content-type', 'text/csv; charset=utf-8; header=present');
  const next = nextOf(records, limit);
  if (next !== null) reply.header('x-next-cursor', next);
  const lines = records
    .map(presentRecord)
    .map((record) => COLUMNS.map((name) => record[name] ?? '').join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

export const presentOpen = ({ hour, activeMembers, ...sums }: OpenUsage): OpenUsageDto => ({
  hour: hour.toISOString(),
  ...sums,
  active_members: activeMembers,
});

const nextOf = (records: readonly UsageRecord[], limit: number): string | null =>
  records.length < limit ? null : String(records.at(-1)!.id);

function presentRecord({
  organizationId,
  hour,
  activeMembers,
  closedAt,
  ...same
}: UsageRecord): UsageRecordDto {
  return {
    ...same,
    organization_id: organizationId,
    hour: hour.toISOString(),
    active_members: activeMembers,
    closed_at: closedAt.toISOString(),
  };
}
