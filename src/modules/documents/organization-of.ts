import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../auth/auth.types.js';

/** @throws AppError organization.not_found for a platform operator, who has no data of their own */
export function organizationOf(actor: Actor): string {
  if (actor.organizationId === undefined) throw new AppError('organization.not_found');
  return actor.organizationId;
}
