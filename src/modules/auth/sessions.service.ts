import { createHmac, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { UsersService } from '../users/users.service.js';
import { readRefreshToken, writeRefreshToken } from './refresh-token.js';
import { SessionsRepository } from './sessions.repository.js';

/** A session that is not refreshed for this long ends. */
const SESSION_MS = 30 * 24 * 3_600_000;
/** Two tabs may refresh at once: the same successor is given again for this long (programme.md R8). */
const REUSE_GRACE_MS = 10_000;

/** Sign-ins and their single-use refresh tokens (security.md, D22). */
@Injectable()
export class SessionsService {
  /** The newest first; a token of the previous secret is exchanged for one of the newest (D15). */
  private readonly keys: readonly Buffer[];

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersService,
    env: Env,
  ) {
    this.keys = signingSecrets(env).map((secret) =>
      createHmac('sha256', secret).update('rowhouse/refresh-token/v1').digest(),
    );
  }

  async open(userId: string, ver: number): Promise<{ id: string; refreshToken: string }> {
    const now = new Date();
    const id = randomUUID();
    await this.sessions.insert({
      _id: id,
      user_id: userId,
      ver,
      generation: 1,
      rotated_at: now,
      created_at: now,
      expires_at: new Date(now.getTime() + SESSION_MS),
    });
    return { id, refreshToken: writeRefreshToken(this.keys[0]!, id, 1) };
  }

  /**
   * Exchanges a refresh token for its successor. One that was exchanged before ends the whole session, because
   * somebody else may have it.
   * @throws AppError auth.refresh_invalid
   */
  async rotate(token: string): Promise<{ id: string; userId: string; ver: number; refreshToken: string }> {
    const named = this.keys.map((key) => readRefreshToken(key, token)).find((one) => one !== null);
    if (!named) throw new AppError('auth.refresh_invalid');
    const now = new Date();
    const advanced = await this.sessions.advance(
      named.sid,
      named.generation,
      now,
      new Date(now.getTime() + SESSION_MS),
    );
    const session = advanced ?? (await this.sessions.find(named.sid));
    if (!session || session.expires_at < now) throw new AppError('auth.refresh_invalid');
    if (!advanced) {
      const isPrevious = session.generation === named.generation + 1;
      if (!isPrevious || now.getTime() - session.rotated_at.getTime() > REUSE_GRACE_MS) {
        await this.end(session.user_id, session._id);
        throw new AppError('auth.refresh_invalid');
      }
    }
    const refreshToken = writeRefreshToken(this.keys[0]!, session._id, session.generation);
    return { id: session._id, userId: session.user_id, ver: session.ver, refreshToken };
  }

  /** Ends a session: its refresh token, and at once its access tokens. */
  async end(userId: string, id: string): Promise<void> {
    await this.sessions.remove(id);
    await this.users.endSession(userId, id);
  }
}
