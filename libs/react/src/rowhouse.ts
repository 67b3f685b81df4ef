import {
  type CompleteSignIn,
  type components,
  createRowhouseClient,
  ok,
  type RowhouseClient,
  Session,
  type SignedIn,
  type SignIn,
} from '@rowhouse/api-client';
import { browser, mayHaveSession, rememberSession } from './browser.js';
import { Connection } from './connection.js';
import { type TabMessage, TabTokens } from './tabs.js';

/**
 * `temporary`: signed in with a temporary password, which can only be replaced.
 * `expired`: the session ended while somebody worked; what is on the page stays until they are back.
 */
export type SessionState = 'unknown' | 'signed-out' | 'temporary' | 'signed-in' | 'expired';

/** An operator acts as somebody else. Its token is in the memory of this tab only, and ends with it. */
export interface Impersonation {
  id: string;
  token: string;
  /** Name or address of the user. */
  user: string;
  organizationId: string | null;
  expiresAt: string;
}

export type Account = components['schemas']['AccountDto'];
export type NewAccount = Omit<components['schemas']['NewAccountDto'], 'cookie' | 'return_to'>;

/** Of a browser; types of Node.js do not know it. */
const UNCACHED = { cache: 'no-store' as const };

/** The session of this browser and the clients that use it. */
export class Rowhouse {
  readonly connection: Connection;
  readonly session: Session;
  /**
   * Asks whoever is at the browser for their password; undefined: they would rather not.
   * @param failed the one before was wrong
   */
  askPassword: ((failed: boolean) => Promise<string | undefined>) | undefined;
  private readonly tabs: TabTokens;
  private readonly clients = new Map<string, RowhouseClient>();
  private readonly listeners = new Set<() => void>();
  private current: SessionState = 'unknown';
  private acting: Impersonation | undefined;
  /** With a temporary password, until it is replaced. */
  private given: SignIn | undefined;
  /** Of the account that is signed in; another tab may sign somebody else in. */
  private userId: string | undefined;

  /** @param baseUrl where the service answers, without a slash at its end */
  constructor(readonly baseUrl: string) {
    this.connection = new Connection(() => fetch(`${baseUrl}/health/live`, { method: 'GET', ...UNCACHED }));
    this.tabs = new TabTokens((message) => this.hear(message));
    this.session = new Session({
      baseUrl,
      cookie: true,
      storage: this.tabs,
      fetch: (request) => this.connection.watch(() => this.sendAlone(request)),
      onEnd: () => this.become('expired'),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly state = (): SessionState => this.current;
  readonly temporary = (): SignIn | undefined => this.given;
  readonly impersonation = (): Impersonation | undefined => this.acting;

  /** Takes up the session that the cookie names, if there is one. */
  async resume(): Promise<void> {
    if (this.current !== 'unknown') return;
    if (!mayHaveSession()) return this.become('signed-out');
    const token = await this.session.accessToken();
    if (this.current === 'unknown') this.become(token === undefined ? 'signed-out' : 'signed-in');
  }

  /** @throws SecondFactorRequired when a code is needed: `completeSignIn` sends it */
  async signIn(credentials: SignIn): Promise<SignedIn> {
    return this.enter(await this.session.signIn(credentials), credentials);
  }

  /** The second step of a sign-in whose account has a second factor. */
  async completeSignIn(step: CompleteSignIn, credentials: SignIn): Promise<SignedIn> {
    return this.enter(await this.session.completeSignIn(step), credentials);
  }

  private enter(signedIn: SignedIn, credentials: SignIn): SignedIn {
    const isTemporary = signedIn.account.must_change_password;
    this.given = isTemporary ? credentials : undefined;
    if (isTemporary) this.become('temporary');
    else this.welcome(signedIn);
    return signedIn;
  }

  /** Makes an account, and with a name an organization that it owns. */
  async signUp(account: NewAccount): Promise<SignedIn> {
    const signedIn = await ok(this.client().POST('/v1/accounts', { body: { ...account, cookie: true } }));
    this.tabs.set({
      accessToken: signedIn.access_token,
      expiresAt: Date.now() + signedIn.expires_in * 1000,
    });
    this.welcome(signedIn);
    return signedIn;
  }

  async signOut(): Promise<void> {
    this.acting = undefined;
    await this.session.signOut().catch(() => undefined);
    this.tabs.tell({ kind: 'signed-out' });
    this.userId = undefined;
    this.become('signed-out');
  }

  /** The service ended every session, such as after a new password. */
  forget(): void {
    this.tabs.set(undefined);
    this.become('signed-out');
  }

  actAs(impersonation: Impersonation | undefined): void {
    this.acting = impersonation;
    this.clients.clear();
    this.notify();
  }

  /**
   * A client of the service.
   * @param organizationId what the requests are about; absent: the organization of the token
   */
  client(organizationId?: string): RowhouseClient {
    const key = organizationId ?? '';
    const known = this.clients.get(key);
    if (known !== undefined) return known;
    const made = createRowhouseClient({
      baseUrl: this.baseUrl,
      ...(this.acting === undefined ? { session: this.session } : { token: this.acting.token }),
      idempotencyKeys: true,
      fetch: (request) => {
        if (organizationId !== undefined) request.headers.set('x-org-id', organizationId);
        return this.connection.watch(() => this.sendConfirmed(request));
      },
    });
    this.clients.set(key, made);
    return made;
  }

  /** The client of the operator who acts as somebody else. */
  operatorClient(): RowhouseClient {
    const { baseUrl, session } = this;
    return createRowhouseClient({ baseUrl, session });
  }

  /**
   * Asks for the password when the service demands it (REQUIRE_STEP_UP), and sends the request again with it:
   * nobody is asked who need not be.
   */
  private async sendConfirmed(request: Request): Promise<Response> {
    for (let failed = false, current = request; ; failed = true) {
      const again = current.clone();
      const response = await fetch(current);
      if (this.askPassword === undefined || !(await demandsPassword(response))) return response;
      const password = await this.askPassword(failed);
      if (password === undefined) return response;
      // Header values are ASCII; the service reads percent-encoded ones.
      again.headers.set('x-confirm-password', encodeURIComponent(password));
      current = again;
    }
  }

  private sendAlone(request: Request): Promise<Response> {
    const isRefresh = new URL(request.url).pathname.endsWith('/v1/sessions/refresh');
    return isRefresh ? this.tabs.alone(() => fetch(request)) : fetch(request);
  }

  private welcome({ account }: SignedIn): void {
    this.userId = account.id;
    this.tabs.tell({ kind: 'signed-in', userId: account.id });
    this.become('signed-in');
  }

  /** Tells who is signed in, once the page knows it. */
  know(userId: string): void {
    this.userId = userId;
  }

  private hear(message: TabMessage): void {
    if (message.kind === 'signed-out' && this.current !== 'unknown') {
      this.acting = undefined;
      this.become('signed-out');
    }
    // Nothing of one person may be seen by another: the page begins anew.
    if (message.kind === 'signed-in' && this.current !== 'unknown') {
      if (this.userId !== message.userId || this.current !== 'signed-in') browser.location?.reload();
    }
  }

  private become(state: SessionState): void {
    if (this.current === state) return;
    rememberSession(state === 'signed-in' || state === 'expired');
    // Whoever was not signed in has nothing that could be lost.
    this.current = state === 'expired' && this.current !== 'signed-in' ? 'signed-out' : state;
    this.notify();
  }

  private notify(): void {
    this.listeners.forEach((listener) => listener());
  }
}

async function demandsPassword(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: unknown } | null;
  return body?.code === 'auth.step_up_required';
}
