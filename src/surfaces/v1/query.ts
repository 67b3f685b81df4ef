import { AppError } from '../../common/errors/app-error.js';

/** Refuses what a route does not know, and what is given twice: a guess could widen a query. */
export function once(query: unknown, names: readonly string[]): Record<string, string> {
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    if (!names.includes(name)) throw invalidQuery(name.slice(0, 100), 'is not a parameter of this route');
    if (typeof value !== 'string') throw invalidQuery(name, 'must be given once');
  }
  return query as Record<string, string>;
}

function invalidQuery(name: string, message: string): AppError {
  return new AppError('query.invalid', { errors: { [name]: message } });
}
