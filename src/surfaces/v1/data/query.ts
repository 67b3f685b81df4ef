import { AppError } from '../../../common/errors/app-error.js';
import { type JsonLimits, parseJsonBody } from '../../../common/http/json-body.js';
import type { ImportMode, JsonMode, ListInput } from '../../../modules/documents/documents.types.js';
import { once } from '../query.js';
import type { CsvTypes } from './csv.js';
import { modeIn } from './json-mode.js';

/** Node takes 16 KiB of headers with the URL in them; a filter may go no deeper than its words allow. */
const FILTER_JSON: JsonLimits = { bytes: 16 * 1024, depth: 20, values: 500, keys: 500, exact: true };
const DEFAULT_LIMIT = 50;

/** @throws AppError query.invalid naming the parameter */
export function listInput(query: unknown): Omit<ListInput, 'since'> {
  const { filter, sort, limit, cursor, fields } = once(query, [
    'filter',
    'sort',
    'limit',
    'cursor',
    'fields',
    'json',
  ]);
  const mode = modeIn(query, undefined);
  return { filter: filterOf(filter), sort, fields, cursor, limit: limitOf(limit), mode };
}

/** @throws AppError query.invalid naming the parameter */
export function filterInput(query: unknown): [filter: unknown, mode: JsonMode] {
  return [filterOf(once(query, ['filter', 'json'])['filter']), modeIn(query, undefined)];
}

/** @throws AppError query.invalid naming the parameter */
export function importMode(query: unknown): ImportMode {
  const { mode = 'insert' } = once(query, ['mode', 'json', 'csv']);
  if (mode === 'insert' || mode === 'upsert') return mode;
  throw invalidQuery('mode', 'must be insert or upsert');
}

/** @throws AppError query.invalid naming the parameter */
export function csvTypes(query: unknown): CsvTypes {
  const { csv = 'text' } = query as Record<string, string>;
  if (csv === 'text' || csv === 'numbers') return csv;
  throw invalidQuery('csv', 'must be text or numbers');
}

function filterOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const value = parseJsonBody(Buffer.from(text), FILTER_JSON);
    if (value !== undefined) return value;
  } catch (cause) {
    throw invalidQuery('filter', 'must be valid JSON of reasonable depth', cause);
  }
  throw invalidQuery('filter', 'must be a JSON object');
}

export function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (/^([1-9]\d?|100)$/.test(text)) return Number(text);
  throw invalidQuery('limit', 'must be a number from 1 to 100');
}

function invalidQuery(name: string, message: string, cause?: unknown): AppError {
  return new AppError('query.invalid', { errors: { [name]: message } }, { cause });
}
