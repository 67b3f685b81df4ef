/** Why a request is refused. */
export type VerifyErrorCode =
  /** 401: no bearer token was sent. */
  | 'token.missing'
  /** 401: no token or API key, of another algorithm, signed by nobody we know, or changed. */
  | 'token.invalid'
  | 'token.expired'
  | 'token.issuer'
  | 'token.audience'
  /** 401: it can only change a temporary password. */
  | 'token.type'
  /** 401: Rowhouse does not accept it any more. */
  | 'token.revoked'
  /** 403 */
  | 'permission.missing'
  /** 403: the token is for another organization. */
  | 'organization.foreign'
  /** 503: Rowhouse does not answer. */
  | 'rowhouse.unavailable'
  /** 503: Rowhouse publishes no keys, because its ALGORITHM is HS256. */
  | 'rowhouse.no_keys'
  /** 503: Rowhouse does not know `client`, or its secret. */
  | 'rowhouse.client_refused';

const TITLES: Record<VerifyErrorCode, string> = {
  'token.missing': 'An access token is required',
  'token.invalid': 'The access token is invalid',
  'token.expired': 'The access token has expired',
  'token.issuer': 'The access token is of another issuer',
  'token.audience': 'The access token is for another audience',
  'token.type': 'The access token can only change a temporary password',
  'token.revoked': 'The access token was revoked',
  'permission.missing': 'A permission is missing',
  'organization.foreign': 'The access token is for another organization',
  'rowhouse.unavailable': 'The access token cannot be checked at the moment',
  'rowhouse.no_keys': 'The access token cannot be checked: no keys are published',
  'rowhouse.client_refused': 'The access token cannot be checked: the client was refused',
};

/** Characters that a quoted-string may hold without escapes (RFC 6750, section 3). */
const UNQUOTABLE = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

interface Details {
  realm?: string;
  /** The permission that is missing. */
  permission?: string;
  cause?: unknown;
}

/**
 * A request that is refused. Express, Fastify and Hono answer it as it should be answered when a handler throws it;
 * Nest's guard makes an HttpException of it.
 */
export class VerifyError extends Error {
  readonly status: 401 | 403 | 503;
  /** Of the answer: `WWW-Authenticate` (RFC 6750, section 3) or `Retry-After`. */
  readonly headers: Record<string, string>;

  constructor(
    readonly code: VerifyErrorCode,
    { realm = 'rowhouse', permission, cause }: Details = {},
  ) {
    super(permission === undefined ? TITLES[code] : `${TITLES[code]}: ${permission}`, { cause });
    this.name = 'VerifyError';
    this.status = statusOf(code);
    this.headers = { 'cache-control': 'no-store', ...challenge(code, realm, permission) };
  }

  /** What Fastify calls it. */
  get statusCode(): number {
    return this.status;
  }

  /** RFC 9457, without a `type`. */
  get body(): { title: string; status: number; code: VerifyErrorCode } {
    return { title: this.message, status: this.status, code: this.code };
  }

  /** The whole answer; Hono asks for it too. */
  getResponse(): Response {
    const headers = { ...this.headers, 'content-type': PROBLEM };
    return new Response(JSON.stringify(this.body), { status: this.status, headers });
  }
}

export const PROBLEM = 'application/problem+json; charset=utf-8';

function statusOf(code: VerifyErrorCode): 401 | 403 | 503 {
  if (code.startsWith('token.')) return 401;
  return code.startsWith('rowhouse.') ? 503 : 403;
}

function challenge(code: VerifyErrorCode, realm: string, permission?: string): Record<string, string> {
  if (code.startsWith('rowhouse.')) return { 'retry-after': '1' };
  // Whose organization a token is for is no question of its scope.
  if (code === 'organization.foreign') return {};
  const fields = [['realm', realm]];
  // Who sent no token is told no error (RFC 6750, section 3.1).
  if (code === 'permission.missing') fields.push(['error', 'insufficient_scope']);
  else if (code !== 'token.missing') fields.push(['error', 'invalid_token']);
  if (code !== 'token.missing') fields.push(['error_description', TITLES[code]]);
  if (permission !== undefined) fields.push(['scope', permission]);
  const text = fields.map(([name, value]) => `${name}="${value.replace(UNQUOTABLE, '')}"`);
  return { 'www-authenticate': `Bearer ${text.join(', ')}` };
}
