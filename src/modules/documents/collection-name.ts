import { AppError } from '../../common/errors/app-error.js';

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
const RESERVED = new Set(['audit_log', 'settings', 'schema_migrations']);

/** The service keeps its own things in these; they are neither shown nor touched. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith('_') || name.startsWith('system');
}

export function isCollectionName(name: string): boolean {
  return NAME.test(name) && !isReserved(name);
}

export function checkCollectionName(name: string): void {
  if (isReserved(name)) throw new AppError('collection.reserved');
  if (!NAME.test(name)) throw new AppError('collection.name_invalid');
}
