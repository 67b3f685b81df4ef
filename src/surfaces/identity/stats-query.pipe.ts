import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { readMoment } from '../../common/moments.js';

export interface StatsQuery {
  from?: Date;
  to?: Date;
  status?: MemberStatus;
}

type MemberStatus = 'active' | 'inactive' | 'suspended' | 'pending';

/** S2 knows status as a number (C-16); that a place waits for approval is a number of our own. */
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

/** `from` and `to` in epoch milliseconds or ISO 8601 (C-15), `status` as a word or a number. */
@Injectable()
export class StatsQueryPipe implements PipeTransform<Record<string, unknown>, StatsQuery> {
  transform(query: Record<string, unknown>): StatsQuery {
    const { status } = query;
    const known = typeof status === 'string' ? STATUS.get(status) : undefined;
    if (status !== undefined && known === undefined)
      refuse('status', 'status must be active, inactive, suspended or pending');
    return { from: moment(query, 'from'), to: moment(query, 'to'), status: known };
  }
}

function moment(query: Record<string, unknown>, name: 'from' | 'to'): Date | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  const read = readMoment(typeof value === 'string' ? value : '', name, { epoch: true });
  return 'moment' in read ? read.moment : refuse(name, `${name} ${read.fault}`);
}

function refuse(name: string, message: string): never {
  throw new AppError('request.invalid', { errors: { [name]: message } });
}
