import { createHmac, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AccountsService } from '../users/accounts.service.js';
import { UsersService } from '../users/users.service.js';
import type { Client, OwnSession } from './auth.types.js';
import { readRefreshToken, writeRefreshToken } from './refresh-token.js';
import type { Session as SessionRow } from './session.schema.js';
import { SessionsRepository, STEP_MS } from './sessions.repository.js';
import { SignInRecordsService } from './sign-in-records.service.js';

/** A session that is not refreshed for this long ends. */
export const SESSION_SECONDS = 30 * 24 * 3600;
/** Several tabs may refresh at once: the newest successor is given again for this long (D22). */
const REUSE_GRACE_MS = 10_000;
/** A session that a code opened changes its password without another one for this long. */
const CODE_LASTS_MS = 300_000;
/** The newest sessions an account is shown. */
const LISTED = 100;

/** A session with the refresh token that was made for it. */
export interface OpenSession {
  id: string;
  refreshToken: string;
}

/** A session that was found by its refresh token. */
export interface RefreshedSession extends OpenSession {
  userId: string;
  ver: number;
  organizationId: string | undefined;
  clientId: string | undefined;
}

/** Whose session is opened, and where. */
export interface NewSession {
  userId: string;
  ver: number;
  organizationId?: string;
  clientId?: string;
  client?: Client;
  /** A code of the second factor was used up for it. */
  withCode?: boolean;
  /** See session.schema.ts. */
  unrecorded?: string;
}

/** Sign-ins and their single-use refresh tokens (D22). */
@Injectable()
export class SessionsService {
  /** The newest first; a token of the previous secret is exchanged for one of the newest (D15). */
  private readonly keys: readonly Buffer[];

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly transactions: Transactions,
    private readonly records: SignInRecordsService,
    env: Env,
  ) {
    this.keys = signingSecrets(env).map((secret) =>
      createHmac('sha256', secret).update('rowhouse/refresh-token/v1').digest(),
    );
  }

  async open(opened: NewSession): Promise<OpenSession> {
    const { userId, ver, organizationId, clientId, client, withCode, unrecorded } = opened;
    const now = new Date();
    const id = randomUUID();
    await this.sessions.insert({
      _id: id,
      user_id: userId,
      ver,
      generation: 1,
      rotated_at: now,
      organization_id: organizationId,
      client_id: clientId,
      ...seen(client),
      ...(withCode ? { factor_at: now } : {}),
      ...(unrecorded === undefined ? {} : { unrecorded }),
      created_at: now,
      expires_at: new Date(now.getTime() + SESSION_SECONDS * 1000),
    });
    if (unrecorded !== undefined) this.records.opened(id);
    return { id, refreshToken: writeRefreshToken(this.keys[0], id, 1) };
  }

  /**
   * Exchanges a refresh token for its successor. Whatever was exchanged within the last ten seconds is answered
   * with the newest one; a token that was exchanged earlier ends the whole session, because another client may
   * have it.
   */
  async rotate(token: string, client?: Client): Promise<RefreshedSession> {
    const named = this.keys.map((key) => readRefreshToken(key, token)).find((one) => one !== null);
    if (!named) throw new AppError('auth.refresh_invalid');
    const now = new Date();
    const expires_at = new Date(now.getTime() + SESSION_SECONDS * 1000);
    const times = { now, remembered: new Date(now.getTime() - REUSE_GRACE_MS - STEP_MS) };
    const change = { ...seen(client), expires_at };
    const advanced = await this.sessions.advance(
      { id: named.sid, generation: named.generation },
      times,
      change,
    );
    const session = advanced ?? (await this.sessions.find(named.sid));
    if (!session || session.expires_at < now) throw new AppError('auth.refresh_invalid');
    if (!advanced && !wasJustExchanged(session, named.generation, now)) {
      await this.end(session.user_id, session._id);
      throw new AppError('auth.refresh_invalid');
    }
    return {
      id: session._id,
      userId: session.user_id,
      ver: session.ver,
      organizationId: session.organization_id,
      clientId: session.client_id,
      refreshToken: writeRefreshToken(this.keys[0], session._id, session.generation),
    };
  }

  /** Those that go on: not the ones a changed password or address has ended. */
  async list(userId: string): Promise<OwnSession[]> {
    const [rows, account] = await Promise.all([
      this.sessions.list(userId, new Date(), LISTED),
      this.users.credentialsById(userId),
    ]);
    return rows.filter(({ _id, ver }) => ver === account?.ver || _id === account?.keptSid).map(toOwnSession);
  }

  /** Ends a session: its refresh token, and at once its access tokens. */
  async end(userId: string, id: string): Promise<void> {
    await this.transactions.run(async (session) => {
      await this.remove(userId, id, session);
      await this.users.endSession(userId, id, session);
    });
    this.users.invalidate(userId);
  }

  /** Ends one of the account's own sessions. */
  async endOwn(userId: string, id: string): Promise<void> {
    await this.transactions.run(async (session) => {
      if (!(await this.remove(userId, id, session))) throw new AppError('session.not_found');
      await this.users.endSession(userId, id, session);
    });
    this.users.invalidate(userId);
  }

  /**
   * The session, if it goes on at this moment; one that ended never comes back. Its end writes the account's row:
   * a transaction that changes the account too sees it or conflicts with it.
   */
  async openOne(userId: string, id: string | undefined, session: Tx): Promise<string | undefined> {
    const row = id === undefined ? null : await this.sessions.find(id, session);
    const account = await this.users.getStateIn(userId, session);
    if (!row || !account || row.user_id !== userId || row.expires_at < new Date()) return undefined;
    const revoked = row.ver !== account.ver && account.keptSid !== row._id;
    return revoked || account.endedSids.includes(row._id) ? undefined : row._id;
  }

  /** Whether a code opened the session a moment ago: the same code is not asked for twice. */
  async hadCode(userId: string, id: string): Promise<boolean> {
    const row = await this.sessions.find(id);
    return row?.user_id === userId && Date.now() - (row.factor_at?.getTime() ?? 0) < CODE_LASTS_MS;
  }

  /** Signs the account out everywhere, but for the session `asked`, if that goes on. */
  async endAll(userId: string, asked?: string): Promise<void> {
    await this.transactions.run(async (session) => {
      const kept = await this.openOne(userId, asked, session);
      await this.accounts.endSessions(userId, kept, session);
      await this.removeOthers(userId, kept, session);
    });
    this.users.invalidate(userId);
  }

  /** The rows of sessions that a change of the account ends in the same transaction. */
  async removeOthers(userId: string, kept: string | undefined, session: Tx): Promise<void> {
    await this.records.recordBeforeEnd(userId, kept, session);
    await this.sessions.removeOthers(userId, kept, session);
  }

  private async remove(userId: string, id: string, session: Tx): Promise<boolean> {
    const row = await this.sessions.remove(userId, id, session);
    if (row !== null) await this.records.recordRemoved(row, session);
    return row !== null;
  }
}

const seen = (client: Client | undefined): Pick<SessionRow, 'ip' | 'user_agent'> =>
  client === undefined ? {} : { ip: client.ip, user_agent: client.userAgent };

/** Whether a generation was exchanged within the last ten seconds, however many exchanges lie between. */
function wasJustExchanged(session: SessionRow, generation: number, now: Date): boolean {
  const last = { generation: session.generation - 1, at: session.rotated_at };
  const entry = (session.exchanges ?? [last]).findLast((one) => one.generation <= generation);
  if (entry === undefined || generation >= session.generation) return false;
  const at = generation === last.generation ? last.at : entry.at;
  return now.getTime() - at.getTime() <= REUSE_GRACE_MS + STEP_MS;
}

function toOwnSession(row: SessionRow): OwnSession {
  return {
    id: row._id,
    kind: row.kind ?? 'sign_in',
    organizationId: row.organization_id,
    createdAt: row.created_at,
    lastUsedAt: row.rotated_at,
    expiresAt: row.expires_at,
    client: { ip: row.ip, userAgent: row.user_agent },
  };
}
