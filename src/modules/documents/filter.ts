import { AppError } from '../../common/errors/app-error.js';
import { ExactInteger, UnkeptNumber } from '../../common/json-numbers.js';
import { prefixPattern } from '../../database/prefix-pattern.js';
import type { JsonMode } from './bson-text.js';
import { idValue, longOf } from './document.schema.js';
import { comparable } from './extended-json.js';
import { pathFault } from './field-path.js';

/** Levels of and, or, not. */
const MAX_DEPTH = 5;
/** Each condition is one look at each document; the most a page of filters in an interface shows. */
const MAX_CONDITIONS = 50;
const MAX_IN = 100;
/** Characters. */
const MAX_PREFIX = 256;

export type MongoFilter = Record<string, unknown>;
type Operator = (value: unknown, at: string, path: Path) => MongoFilter;

interface Path {
  name: string;
  mode: JsonMode;
}

/**
 * A caller's filter as MongoDB's. Only the words below exist, every value is a scalar of JSON or a value of
 * extended JSON, and every `$` in the result was written here (D14).
 * @throws AppError query.invalid naming the path of the fault
 */
export function compileFilter(filter: unknown, mode: JsonMode = 'standard'): MongoFilter {
  return filter === undefined
    ? {}
    : compile(filter, 'filter', { mode, depth: 0, budget: { left: MAX_CONDITIONS } });
}

interface Limits {
  mode: JsonMode;
  depth: number;
  budget: { left: number };
}

function compile(filter: unknown, at: string, limits: Limits): MongoFilter {
  if (!isObject(filter)) throw invalidFilter(at, 'must be a JSON object');
  if (limits.depth > MAX_DEPTH) throw invalidFilter(at, `must have at most ${MAX_DEPTH} levels`);
  const inner = { ...limits, depth: limits.depth + 1 };
  const parts = Object.entries(filter).map(([key, value]) => {
    const here = `${at}.${key.slice(0, MAX_PREFIX)}`;
    const name = key.startsWith('.') ? key.slice(1) : key;
    if (name === key && isLogic(key, value)) {
      if (key === 'not') return { $nor: [compile(value, here, inner)] };
      return { [`$${key}`]: list(value, here, inner) };
    }
    return { [field(name, here)]: condition({ name, mode: limits.mode }, value, here, limits) };
  });
  return parts.length === 1 ? parts[0] : parts.length === 0 ? {} : { $and: parts };
}

/**
 * `and` and `or` are fields when their value can be a condition and no list; `not` is one when its value is a scalar.
 * With a dot before it (`.not`) every word is a field.
 */
function isLogic(word: string, value: unknown): boolean {
  if (word === 'not') return isObject(value) && !isWrapped(value);
  if (word !== 'and' && word !== 'or') return false;
  const isCondition = isObject(value) ? isWrapped(value) || areOperators(value) : !Array.isArray(value);
  return !isCondition;
}

const isWrapped = (value: Record<string, unknown>): boolean => comparable(value) !== undefined;

function areOperators(value: Record<string, unknown>): boolean {
  const words = Object.keys(value);
  return words.length > 0 && words.every((word) => OPERATORS.has(word));
}

function list(value: unknown, at: string, limits: Limits): MongoFilter[] {
  if (!Array.isArray(value) || value.length === 0) throw invalidFilter(at, 'must be an array of filters');
  // Empty filters cost no condition, so the array itself is bounded too.
  if (value.length > MAX_CONDITIONS) throw invalidFilter(at, `must have at most ${MAX_CONDITIONS} filters`);
  return value.map((item, i) => compile(item, `${at}.${i}`, limits));
}

function field(path: string, at: string): string {
  const fault = pathFault(path);
  if (fault !== null) throw invalidFilter(at, fault);
  return path;
}

function condition(path: Path, value: unknown, at: string, { budget }: Limits): MongoFilter {
  if (!isObject(value) || (path.mode !== 'plain' && isWrapped(value))) {
    spend(budget, at);
    return { $eq: scalar(value, at, path) };
  }
  const entries = Object.entries(value);
  if (entries.length === 0) throw invalidFilter(at, 'must name an operator');
  const compiled: MongoFilter = {};
  for (const [word, operand] of entries) {
    const operator = OPERATORS.get(word);
    const here = `${at}.${word.slice(0, MAX_PREFIX)}`;
    if (operator === undefined)
      throw invalidFilter(here, `must be one of ${[...OPERATORS.keys()].join(', ')}`);
    spend(budget, here);
    Object.assign(compiled, operator(operand, here, path));
  }
  return compiled;
}

const OPERATORS = new Map<string, Operator>([
  ['eq', (value, at, path) => ({ $eq: scalar(value, at, path) })],
  ['ne', (value, at, path) => ({ $ne: scalar(value, at, path) })],
  ['gt', (value, at, path) => ({ $gt: scalar(value, at, path) })],
  ['gte', (value, at, path) => ({ $gte: scalar(value, at, path) })],
  ['lt', (value, at, path) => ({ $lt: scalar(value, at, path) })],
  ['lte', (value, at, path) => ({ $lte: scalar(value, at, path) })],
  ['in', (value, at, path) => ({ $in: scalars(value, at, path) })],
  ['nin', (value, at, path) => ({ $nin: scalars(value, at, path) })],
  ['exists', (value, at) => ({ $exists: boolean(value, at) })],
  ['prefix', (value, at) => ({ $regex: prefixPattern(prefix(value, at)) })],
]);

function spend(budget: { left: number }, at: string): void {
  if (--budget.left < 0) throw invalidFilter(at, `a filter must have at most ${MAX_CONDITIONS} conditions`);
}

function scalar(value: unknown, at: string, { name, mode }: Path): unknown {
  if (value instanceof UnkeptNumber) throw invalidFilter(at, value.message);
  if (value instanceof ExactInteger) return longOf(value.text);
  const kept = isObject(value) && mode !== 'plain' ? comparable(value) : undefined;
  if (kept !== undefined) return kept;
  if (typeof value === 'object' && value !== null) {
    throw invalidFilter(at, 'must be text, a finite number, true, false, null or a value of extended JSON');
  }
  return name === '_id' && typeof value === 'string' ? idValue(value, mode) : value;
}

function scalars(value: unknown, at: string, path: Path): unknown[] {
  if (!Array.isArray(value) || value.length > MAX_IN) {
    throw invalidFilter(at, `must be an array of at most ${MAX_IN} values`);
  }
  return value.map((item, i) => scalar(item, `${at}.${i}`, path));
}

function boolean(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw invalidFilter(at, 'must be true or false');
  return value;
}

function prefix(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_PREFIX) {
    throw invalidFilter(at, `must be text of 1 to ${MAX_PREFIX} characters`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function invalidFilter(at: string, message: string): AppError {
  return new AppError('query.invalid', { errors: { [at]: message } });
}
