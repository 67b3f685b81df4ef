import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { AppError } from '../../common/errors/app-error.js';
import { type Edge, readMoment } from '../../common/moments.js';
import { once } from './query.js';

const DEFAULT_LIMIT = 50;
const MAX_TEXT = 200;

export interface PageQuery {
  cursor?: string;
  limit: number;
  /** The other parameters; empty ones count as absent. */
  given: Record<string, string | undefined>;
}

/** @param names of the parameters besides cursor and limit @throws AppError query.invalid naming the parameter */
export function pageOf(query: unknown, names: readonly string[]): PageQuery {
  const { cursor, limit, ...rest } = once(query, ['cursor', 'limit', ...names]);
  const given: PageQuery['given'] = {};
  for (const [name, value] of Object.entries(rest)) {
    if (value.length > MAX_TEXT) throw invalidQuery(name, `must have at most ${MAX_TEXT} characters`);
    if (value.trim() !== '') given[name] = value.trim();
  }
  return { cursor, limit: limitOf(limit), given };
}

/** Entries of one page. */
export function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  if (/^([1-9]\d?|100)$/.test(text)) return Number(text);
  throw invalidQuery('limit', 'must be a number from 1 to 100');
}

/** @throws AppError query.invalid naming the parameter */
export function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  words: readonly T[],
): T | undefined {
  if (value === undefined || words.includes(value as T)) return value as T | undefined;
  throw invalidQuery(name, `must be ${words.join(', ')}`);
}

/** A day or a moment in ISO 8601. @throws AppError query.invalid naming the parameter */
export function momentOf(name: Edge, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const read = readMoment(value, name);
  if ('moment' in read) return read.moment;
  throw invalidQuery(name, read.fault);
}

export function invalidQuery(name: string, message: string): AppError {
  return new AppError('query.invalid', { errors: { [name]: `${name} ${message}` } });
}

export const Filter = (name: string, description: string, example: string): MethodDecorator =>
  ApiQuery({ name, required: false, description, schema: { type: 'string', example } });

export const Paged = (cursor: string): MethodDecorator =>
  applyDecorators(
    Filter('cursor', '`next_cursor` of the previous page', cursor),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: DEFAULT_LIMIT, example: DEFAULT_LIMIT },
    }),
  );
