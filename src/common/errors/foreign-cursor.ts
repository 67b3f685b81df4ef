import { AppError } from './app-error.js';

/** A cursor that another list gave, or nobody. */
export const foreignCursor = (): AppError =>
  new AppError('query.invalid', { errors: { cursor: 'cursor does not belong to this list' } });
