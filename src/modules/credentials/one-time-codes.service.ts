import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { OneTimeCodesRepository } from './one-time-codes.repository.js';
import {
  ENDED_BY_CHANGES,
  type CodeData,
  type CodePurpose,
  type ConsumedCode,
} from './one-time-codes.types.js';

/** Lets secret scanners recognise a leaked one. */
const PREFIX = 'rwc_';
const BYTES = 32;

/** The codes inside mailed links. Only their hashes are stored; each works once, for one act. */
@Injectable()
export class OneTimeCodesService {
  constructor(private readonly codes: OneTimeCodesRepository) {}

  /**
   * A new code, shown only here; an older one of the same purpose and account is dead.
   * @param ttl seconds it works
   * @param beside older ones stay
   */
  async issue(
    purpose: CodePurpose,
    userId: string,
    ttl: number,
    data: CodeData = {},
    session?: Tx,
    beside = false,
  ): Promise<string> {
    const code = PREFIX + randomBytes(BYTES).toString('base64url');
    const created_at = new Date();
    const hash = hashOf(purpose, code);
    const row = {
      _id: `${purpose}:${userId}${beside ? `:${hash}` : ''}`,
      purpose,
      user_id: userId,
      hash,
      data,
      created_at,
      expires_at: new Date(created_at.getTime() + ttl * 1000),
    };
    await this.codes.put(row, session);
    return code;
  }

  /**
   * Uses a code up, with the commit of the transaction: of many at once, one succeeds.
   * @throws AppError auth.link_invalid when it is unknown, used, expired or of another purpose
   */
  async consume(purpose: CodePurpose, code: string, session: Tx): Promise<ConsumedCode> {
    const row = await this.codes.take(hashOf(purpose, code), new Date(), session);
    if (!row) throw new AppError('auth.link_invalid');
    return { userId: row.user_id, data: row.data, createdAt: row.created_at };
  }

  /** Looks without using it up, so that nothing costly is done for a code that does not work. */
  async peek(purpose: CodePurpose, code: string): Promise<ConsumedCode> {
    const row = await this.codes.find(hashOf(purpose, code), new Date());
    if (!row) throw new AppError('auth.link_invalid');
    return { userId: row.user_id, data: row.data, createdAt: row.created_at };
  }

  /** Whether an unused code of this purpose was issued less than `seconds` ago: one mail is enough. */
  wasIssuedWithin(seconds: number, purpose: CodePurpose, userId: string, session?: Tx): Promise<boolean> {
    return this.codes.isYounger(`${purpose}:${userId}`, new Date(Date.now() - seconds * 1000), session);
  }

  /** How many codes of a purpose an account has that still work. */
  countOpen(purpose: CodePurpose, userId: string, session: Tx): Promise<number> {
    return this.codes.countOpen(purpose, userId, new Date(), session);
  }

  /** Ends the codes of a purpose that were made at a moment or later. */
  revokeSince(purpose: CodePurpose, userId: string, moment: Date, session: Tx): Promise<void> {
    return this.codes.removeSince(purpose, userId, moment, session);
  }

  /** Ends the codes of accounts that go, but for the one that brings them back with their organization. */
  revokeAllOf(userIds: readonly string[], session: Tx): Promise<void> {
    return this.codes.removeAllOf(userIds, 'undelete', session);
  }

  /** Ends the unused codes of an account: of the given purposes, or all but undo links. */
  revoke(userId: string, session?: Tx, purposes: readonly CodePurpose[] = ENDED_BY_CHANGES): Promise<void> {
    return this.codes.removeOf(userId, purposes, session);
  }
}

/** Bound to its purpose: at another act it is not found. */
const hashOf = (purpose: CodePurpose, code: string): string =>
  createHash('sha256').update(`${purpose}\0${code}`).digest('hex');
