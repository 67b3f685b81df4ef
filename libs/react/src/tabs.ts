import type { Tokens, TokenStorage } from '@rowhouse/api-client/core';
import { browser, openChannel } from './browser.js';

/** What tabs of one browser tell each other. Tokens stay in their memory; nothing is written anywhere. */
export type TabMessage =
  { kind: 'tokens'; tokens: Tokens } | { kind: 'signed-in'; userId: string } | { kind: 'signed-out' };

const CHANNEL = 'rowhouse-session';
const LOCK = 'rowhouse-refresh';
/** A token that another tab got is used instead of a refresh if it is good for this long yet. Milliseconds. */
const GOOD_FOR = 60_000;

/** The tokens of all tabs: one that is renewed in one tab is renewed in all of them. */
export class TabTokens implements TokenStorage {
  private tokens: Tokens | undefined;
  private readonly channel = openChannel(CHANNEL);

  constructor(private readonly onMessage: (message: TabMessage) => void) {
    if (this.channel === undefined) return;
    this.channel.onmessage = (message: unknown) => {
      const { data } = message as { data: TabMessage };
      // A tab without a session takes up none by itself: it may show the form of another sign-in.
      if (data.kind === 'tokens' && this.tokens !== undefined) this.tokens = data.tokens;
      if (data.kind === 'signed-out') this.tokens = undefined;
      this.onMessage(data);
    };
  }

  get(): Tokens | undefined {
    return this.tokens;
  }

  set(tokens: Tokens | undefined): void {
    this.tokens = tokens;
    if (tokens !== undefined) this.tell({ kind: 'tokens', tokens });
  }

  tell(message: TabMessage): void {
    this.channel?.postMessage(message);
  }

  /**
   * Sends a refresh when no other tab is at it. What that tab got meanwhile is the answer, without a request: a
   * refresh token works once. Where there are no locks (a page without TLS), the grace of the service has to do.
   */
  async alone(send: () => Promise<Response>): Promise<Response> {
    const before = this.tokens?.accessToken;
    const { locks } = browser.navigator ?? {};
    if (locks === undefined) return send();
    return locks.request(LOCK, async () => {
      const { tokens } = this;
      const now = Date.now();
      if (tokens?.expiresAt === undefined || tokens.accessToken === before) return send();
      if (tokens.expiresAt < now + GOOD_FOR) return send();
      const expires_in = Math.floor((tokens.expiresAt - now) / 1000);
      return Response.json({ access_token: tokens.accessToken, token_type: 'Bearer', expires_in });
    });
  }
}
