import { VerifyError } from './errors.js';
import type { Fetch, RevocationOptions } from './options.js';

/** What Rowhouse says of a token that stands (RFC 7662). */
export interface TokenState {
  active: true;
  role: string | null;
  permissions: string[];
  email_verified: boolean;
}

/** The same of an API key. */
export interface KeyState extends TokenState {
  sub: string;
  api_key_id: string;
  organization_id: string;
  organization_name: string;
  exp?: number;
}

export interface IntrospectorOptions extends RevocationOptions {
  url: string;
  fetch: Fetch;
}

interface Answer {
  /** When it was asked for: later it may be wrong. */
  askedAt: number;
  state: Promise<TokenState | null>;
}

/** Tokens whose answers are kept: some 500 bytes each. */
const MAX_KEPT = 10_000;

/** Asks Rowhouse whether tokens stand: once for all requests of a token that come within `maxAge`. */
export class Introspector {
  /** By `jti`, or the digest of a key, the oldest first. A token or a key itself is kept nowhere. */
  private readonly answers = new Map<string, Answer>();
  private readonly maxAge: number;

  constructor(private readonly options: IntrospectorOptions) {
    this.maxAge = options.maxAge ?? 500;
  }

  /**
   * Null when Rowhouse does not accept the token.
   * @throws VerifyError when there is no answer; who asks again within `maxAge` is told the same
   */
  state(token: string, jti: string, address?: string): Promise<TokenState | null> {
    const known = this.answers.get(jti);
    const now = Date.now();
    if (known !== undefined && now - known.askedAt < this.maxAge) return known.state;
    const state = this.ask(token, address);
    this.answers.delete(jti);
    this.answers.set(jti, { askedAt: now, state });
    if (this.answers.size > MAX_KEPT) this.answers.delete(this.answers.keys().next().value!);
    return state;
  }

  /** @param address that the key was sent from, where it is known */
  async keyState(key: string, address?: string): Promise<KeyState | null> {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${address ?? ''} ${key}`));
    const state = await this.state(key, `key ${[...new Uint8Array(digest)].join('.')}`, address);
    return state !== null && isKeyState(state) ? state : null;
  }

  private async ask(token: string, address?: string): Promise<TokenState | null> {
    const { url, fetch, client, timeout = 2000 } = this.options;
    const authorization = client === undefined ? `Bearer ${token}` : `Basic ${credentials(client)}`;
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(`${url}/v1/introspect`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({
          token,
          token_type_hint: 'access_token',
          ...(address === undefined ? {} : { client_address: address }),
        }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      body = await response.json();
    } catch (cause) {
      throw new VerifyError('rowhouse.unavailable', { cause });
    }
    if (response.status === 200 && isState(body)) return body.active ? body : null;
    const isRefused = response.status === 401 || response.status === 403;
    // Asked with the token itself, Rowhouse refuses who asks.
    if (isRefused && client === undefined) return null;
    const cause = new Error(`Rowhouse answered status ${response.status} to a question about a token`);
    throw new VerifyError(isRefused ? 'rowhouse.client_refused' : 'rowhouse.unavailable', { cause });
  }
}

/** RFC 6749, section 2.3.1. */
const credentials = ({ id, secret }: { id: string; secret: string }): string =>
  btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`);

function isKeyState(state: TokenState): state is KeyState {
  const { sub, api_key_id: id, organization_id: organization } = state as Partial<KeyState>;
  return [sub, id, organization].every((value) => typeof value === 'string' && value !== '');
}

function isState(body: unknown): body is TokenState | { active: false } {
  if (typeof body !== 'object' || body === null) return false;
  const { active, permissions } = body as Record<string, unknown>;
  return active === false || (active === true && Array.isArray(permissions));
}
