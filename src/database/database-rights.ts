import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { authInfo, rightsNotIn } from './missing-rights.js';

/** Milliseconds an answer is believed: rights change by hand. */
const BELIEVED_MS = 10_000;

/** Whether the user's rights still suffice, for the report of readiness. Nothing is written for it. */
@Injectable()
export class DatabaseRights {
  private known: string[] = [];
  private askedAt = -Infinity;

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** What the user may not do; the last answer while the database gives none. */
  async missing(): Promise<string[]> {
    if (performance.now() - this.askedAt < BELIEVED_MS) return this.known;
    this.askedAt = performance.now();
    try {
      const info = await authInfo(this.connection.getClient());
      const isOpen = info.authenticatedUsers.length === 0;
      this.known = isOpen ? [] : rightsNotIn(info).map(({ what }) => what);
    } catch {
      this.askedAt = -Infinity; // the ping beside it says that the database is away
    }
    return this.known;
  }
}
