import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';

export interface StatsQuery {
  from?: Date;
  to?: Date;
  status?: MemberStatus;
}

type MemberStatus = 'active' | 'inactive' | 'suspended' | 'pending';

/** S2 knows status as a number (contracts.md C-16); that a place waits for approval is a number of our own. */
const STATUS = new Map<string, MemberStatus>([
  ['1', 'active'],
  ['0', 'inactive'],
  ['2', 'suspended'],
  ['3', 'pending'],
  ['active', 'active'],
  ['inactive', 'inactive'],
  ['suspended', 'suspended'],
  ['pending', 'pending'],
]);

/** `from` and `to` in epoch milliseconds or ISO 8601, `status` as a word or a number. */
@Injectable()
export class StatsQueryPipe implements PipeTransform<Record<string, unknown>, StatsQuery> {
  transform(query: Record<string, unknown>): StatsQuery {
    const { status } = query;
    const known = status === undefined ? undefined : STATUS.get(String(status));
    if (status !== undefined && known === undefined)
      refuse('status', 'status must be active, inactive, suspended or pending');
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
