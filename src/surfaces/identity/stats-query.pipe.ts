import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';

export interface StatsQuery {
  from?: Date;
  to?: Date;
  status?: 'active' | 'inactive' | 'pending';
}

/** S2 shows status as a number (contracts.md C-16). */
const STATUS: Record<string, StatsQuery['status']> = {
  '1': 'active',
  '0': 'inactive',
  '3': 'pending',
  active: 'active',
  inactive: 'inactive',
  pending: 'pending',
};

/** `from` and `to` in epoch milliseconds or ISO 8601, `status` as a word or a number. */
@Injectable()
export class StatsQueryPipe implements PipeTransform<Record<string, unknown>, StatsQuery> {
  transform(query: Record<string, unknown>): StatsQuery {
    const { status } = query;
    const known = status === undefined ? undefined : STATUS[String(status)];
    if (status !== undefined && known === undefined)
      refuse('status', 'status must be active, inactive or pending');
    return { from: moment(query, 'from'), to: moment(query, 'to'), status: known };
  }
}

function moment(query: Record<string, unknown>, name: 'from' | 'to'): Date | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  const date =
    typeof value === 'string' ? new Date(/^\d+$/.test(value) ? Number(value) : value) : new Date(NaN);
  if (Number.isNaN(date.getTime())) refuse(name, `${name} must be a time in milliseconds or ISO 8601`);
  return date;
}

function refuse(name: string, sentence: string): never {
  throw new AppError('request.invalid', { errors: { [name]: sentence } });
}
