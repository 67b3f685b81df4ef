import { AppError } from '../../common/errors/app-error.js';
import type { StoredDocument } from './document.schema.js';
import { pathFault } from './field-path.js';

const MAX_SORT_FIELDS = 4;
const MAX_FIELDS = 50;

export interface SortField {
  path: string;
  direction: 1 | -1;
}

/**
 * `-age,name` as a total order: `_id` breaks ties.
 * @throws AppError query.invalid naming `sort`
 */
export function parseSort(text: string | undefined): SortField[] {
  const sort: SortField[] = [];
  for (const word of text === undefined ? [] : text.split(',')) {
    const descending = word.startsWith('-');
    const path = descending ? word.slice(1) : word;
    const fault = pathFault(path);
    if (fault !== null) throw invalidQuery('sort', fault);
    if (sort.some((field) => field.path === path)) throw invalidQuery('sort', 'A field must be named once');
    if (sort.length === MAX_SORT_FIELDS)
      throw invalidQuery('sort', `At most ${MAX_SORT_FIELDS} fields can be sorted by`);
    sort.push({ path, direction: descending ? -1 : 1 });
  }
  const unique = sort.findIndex(({ path }) => path === '_id');
  // Nothing after _id can matter: no two documents share it.
  return unique === -1 ? [...sort, { path: '_id', direction: 1 }] : sort.slice(0, unique + 1);
}

/**
 * `name,address.city` as paths, none inside another: MongoDB refuses to show a part of what it shows whole.
 * @throws AppError query.invalid naming `fields`
 */
export function parseFields(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const paths = [...new Set(text.split(','))];
  if (paths.length > MAX_FIELDS) throw invalidQuery('fields', `At most ${MAX_FIELDS} fields can be named`);
  for (const path of paths) {
    const fault = pathFault(path);
    if (fault !== null) throw invalidQuery('fields', fault);
  }
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`)));
}

/** What a document is sorted by; a missing field sorts as null does. */
export const sortKey = (path: string): unknown => ({ $ifNull: [`$${path}`, null] });

/**
 * The documents behind a position, as `$expr`: the query operators compare values of one type only, the
 * expressions compare all types in the order of a sort. On `_id` alone it is an index bound.
 */
export function behind(sort: readonly SortField[], position: readonly unknown[]): Record<string, unknown> {
  if (sort.length === 1) return { $expr: further(sort[0], position[0]) };
  const cases = sort.map((field, i) => ({
    $and: [
      ...sort.slice(0, i).map((tied, j) => ({ $eq: [keyOf(tied.path), { $literal: position[j] }] })),
      further(field, position[i]),
    ],
  }));
  return { $expr: { $or: cases } };
}

function further({ path, direction }: SortField, value: unknown): Record<string, unknown> {
  return { [direction === 1 ? '$gt' : '$lt']: [keyOf(path), { $literal: value }] };
}

/** A bare path lets MongoDB use the index; `_id` is never missing. */
function keyOf(path: string): unknown {
  return path === '_id' ? '$_id' : sortKey(path);
}

/** Where a document stands in the order. Arrays sort by one of their elements, so they have no place of their own. */
export function positionOf(document: StoredDocument, sort: readonly SortField[]): unknown[] {
  return sort.map(({ path }) => valueAt(document, path) ?? null);
}

/** @throws AppError query.invalid naming `sort` when a value cannot be a position */
export function checkPosition(position: readonly unknown[], sort: readonly SortField[]): void {
  const i = position.findIndex(Array.isArray);
  if (i !== -1) throw invalidQuery('sort', `${sort[i].path} contains arrays: pages cannot be sorted by it`);
}

function valueAt(document: StoredDocument, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split('.')) {
    if (Array.isArray(value)) return value;
    if (!isPlain(value)) return undefined;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** Not one of the driver's classes, whose properties are no fields. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function invalidQuery(name: string, message: string): AppError {
  return new AppError('query.invalid', { errors: { [name]: message } });
}
