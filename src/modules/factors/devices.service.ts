import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { Clock } from '../../database/work/clock.js';
import { DevicesRepository } from './devices.repository.js';
import type { OwnDevice } from './factors.types.js';
import type { RememberedDevice } from './second-factor.schema.js';

/** Lets secret scanners recognise a leaked one. */
const PREFIX = 'rwd_';
/** A device is asked for a code again after this. */
export const DEVICE_SECONDS = 30 * 24 * 3600;
/** The newest devices an account is shown. */
const LISTED = 100;

/** Whose device it is, at which version of the account. */
interface Owner {
  readonly id: string;
  readonly ver: number;
}

interface Seen {
  readonly ip?: string;
  readonly userAgent?: string;
}

/** Devices that sign in without a code. Only the hashes of their tokens are stored. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly devices: DevicesRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns the token, shown only here */
  async remember({ id, ver }: Owner, { ip, userAgent }: Seen): Promise<string> {
    const token = PREFIX + randomBytes(32).toString('base64url');
    const now = this.clock.wall();
    await this.devices.insert({
      _id: randomUUID(),
      user_id: id,
      ver,
      hash: hashOf(token),
      ip,
      user_agent: userAgent,
      program: programOf(userAgent),
      created_at: new Date(now),
      last_used_at: new Date(now),
      expires_at: new Date(now + DEVICE_SECONDS * 1000),
    });
    return token;
  }

  /** Whether the account is known on the device of this token, and in the same program. */
  async isKnown(
    { id: userId, ver }: Owner,
    token: string | undefined,
    { ip, userAgent }: Seen,
  ): Promise<boolean> {
    if (token === undefined || !token.startsWith(PREFIX)) return false;
    const seen = { ip, user_agent: userAgent };
    const which = { hash: hashOf(token), program: programOf(userAgent) };
    return this.devices.use({ userId, ver }, which, seen, new Date(this.clock.wall()));
  }

  async list({ id, ver }: Owner): Promise<OwnDevice[]> {
    return (await this.devices.list(id, ver, new Date(this.clock.wall()), LISTED)).map(toOwnDevice);
  }

  /** @throws AppError device.not_found */
  async remove(userId: string, id: string): Promise<void> {
    if (!(await this.devices.remove(userId, id))) throw new AppError('device.not_found');
  }

  removeAll(userId: string, session?: Tx): Promise<void> {
    return this.devices.removeAll(userId, session);
  }
}

/** What the program calls itself, as it does after an update too: without the numbers of its versions. */
const programOf = (userAgent: string | undefined): string => (userAgent ?? '').replace(/\d[\d._]*/g, '');

const hashOf = (token: string): string =>
  createHash('sha256').update(`rowhouse device\0${token}`).digest('hex');

const toOwnDevice = (row: RememberedDevice): OwnDevice => ({
  id: row._id,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
  ip: row.ip,
  userAgent: row.user_agent,
});
