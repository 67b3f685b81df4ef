import type { FastifyReply } from 'fastify';
import type { AuditEntryLine, ExportLine } from '@rowhouse/verify/audit-log';
import { ownTurn } from '../../../common/sparing.js';
import type { AuditExportOptions } from '../../../modules/audit/audit-heads.types.js';
import { invalidQuery, momentOf, oneOf, pageOf } from '../pages.js';
import { ACTION } from './audit.presenter.js';

const FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof FORMATS)[number];

const TYPES: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};
export const CSV_COLUMNS = [
  ...['seq', 'at', 'action', 'actor_id', 'impersonator_id', 'api_key_id', 'organization_id'],
  ...['target_type', 'target_id', 'details', 'request_id', 'ip', 'id', 'hash'],
] as const;

/** Spreadsheets take a cell that begins so for a formula; the last four are the same signs in full width. */
const FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/;

/** @throws AppError query.invalid naming the parameter */
export function exportQuery(
  sent: unknown,
  more: readonly string[] = [],
): { options: AuditExportOptions; given: Record<string, string | undefined> } {
  const { cursor, given } = pageOf(sent, ['format', 'action', 'from', 'to', ...more]);
  if (cursor !== undefined) throw invalidQuery('cursor', 'is not a parameter of this route');
  const { action } = given;
  if (action !== undefined && !ACTION.test(action)) {
    throw invalidQuery('action', 'must look like organization.created');
  }
  const [from, to] = [momentOf('from', given['from']), momentOf('to', given['to'])];
  const format = oneOf('format', given['format'], FORMATS) ?? 'ndjson';
  return { options: { format, filter: { action, from, to } }, given };
}

/** The log as text, made while the socket takes it. */
export function exportText(
  log: string,
  format: ExportFormat,
  batches: AsyncIterable<ExportLine[]>,
  reply: FastifyReply,
): AsyncIterable<string> {
  reply.header('content-type', TYPES[format]);
  reply.header('cache-control', 'no-store');
  reply.header('content-disposition', `attachment; filename="audit-${log}.${format}"`);
  return format === 'csv' ? csv(batches) : ndjson(batches);
}

async function* ndjson(batches: AsyncIterable<ExportLine[]>): AsyncGenerator<string, void> {
  for await (const batch of batches) {
    yield batch.map((line) => `${JSON.stringify(line)}\n`).join('');
    await ownTurn();
  }
}

/** RFC 4180. */
async function* csv(batches: AsyncIterable<ExportLine[]>): AsyncGenerator<string, void> {
  yield `${CSV_COLUMNS.join(',')}\r\n`;
  for await (const batch of batches) {
    const text = batch.map((line) => (line.type === 'entry' ? record(line) : '')).join('');
    if (text !== '') yield text;
    await ownTurn();
  }
}

const record = (entry: AuditEntryLine): string =>
  `${CSV_COLUMNS.map((name) => cell(entry[name as keyof AuditEntryLine])).join(',')}\r\n`;

/** A text that a spreadsheet would run gets an apostrophe before it, as it would be typed there. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
