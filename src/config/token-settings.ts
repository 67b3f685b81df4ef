/** A claim of an access token that is there only when TOKEN_CLAIMS names it. */
export const OPTIONAL_CLAIMS = ['role', 'permissions'] as const;
export type OptionalClaim = (typeof OPTIONAL_CLAIMS)[number];

/** An application that tokens are made for, or a backend that asks about them. */
export interface TokenClient {
  readonly id: string;
  /** What the tokens of its sign-ins are for, beside TOKEN_AUDIENCE; and, with a secret, what it may ask about. */
  readonly audiences: readonly string[];
  /** Lets it ask POST /v1/introspect about tokens of every organization. */
  readonly secret?: string;
}

/** Characters. A token names all audiences of its client, and stays short enough for a header. */
const MAX_NAME = 200;
/** Characters of all audiences of a client together. */
const MAX_AUDIENCES = 500;
const MIN_SECRET = 32;
const CLIENT_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** RFC 7519, section 2: text with a colon in it must be a URI. */
export function isIssuerOrAudience(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value) || value.length > MAX_NAME) return false;
  return !value.includes(':') || (URL.canParse(value) && !/[?#]/.test(value));
}

export function isClaimList(value: unknown): boolean {
  return typeof value === 'string' && claimList(value).every((name) => OPTIONAL_CLAIMS.includes(name));
}

export const claimList = (value: string): OptionalClaim[] =>
  value
    .split(',')
    .map((name) => name.trim() as OptionalClaim)
    .filter(Boolean);

/** What is wrong with TOKEN_CLIENTS; undefined: nothing. */
export function clientsMistake(text: unknown): string | undefined {
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(value)) return 'it is not a JSON object of clients by id';
  return Object.entries(value)
    .map(([id, client]) => clientMistake(id, client))
    .find((mistake) => mistake !== undefined);
}

function clientMistake(id: string, client: unknown): string | undefined {
  if (!CLIENT_ID.test(id)) return 'an id has 1 to 64 letters, digits, ".", "_" or "-"';
  if (!isObject(client)) return `${id} is not an object`;
  const { audiences = [], secret, ...others } = client;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return `${id} has "${unknown}", not "audiences" or "secret"`;
  if (
    !Array.isArray(audiences) ||
    !audiences.every(isIssuerOrAudience) ||
    audiences.join().length > MAX_AUDIENCES
  ) {
    return `the audiences of ${id} are not a list of names or URLs of at most ${MAX_AUDIENCES} characters`;
  }
  if (secret === undefined) return undefined;
  // HTTP Basic separates id and secret by a colon, and both are sent in ASCII.
  return typeof secret === 'string' && secret.length >= MIN_SECRET && /^[\x21-\x7e]+$/.test(secret)
    ? undefined
    : `the secret of ${id} must have at least ${MIN_SECRET} characters, all of them printable ASCII`;
}

/** @param text a TOKEN_CLIENTS without mistake */
export function tokenClients(text: string): TokenClient[] {
  if (text === '') return [];
  const clients = JSON.parse(text) as Record<string, { audiences?: string[]; secret?: string }>;
  return Object.entries(clients).map(([id, { audiences = [], secret }]) => ({ id, audiences, secret }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
