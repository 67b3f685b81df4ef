/** The session of a browser: two cookies that its scripts cannot read. */
export const ACCESS = 'access_token';
export const REFRESH = 'refresh_token';

/** What Rowhouse answers to a sign-in, a sign-up and a refresh. */
export interface Tokens {
  access_token: string;
  refresh_token?: string;
  /** Seconds. */
  expires_in: number;
  account: { must_change_password: boolean };
}

interface CookieJar {
  set(name: string, value: string, options: object): unknown;
}

/** The access token's cookie ends a little before the token, so that no request is made with one that just ended. */
export function keep(jar: CookieJar, tokens: Tokens): void {
  const secure = process.env.NODE_ENV === 'production';
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const maxAge = Math.max(tokens.expires_in - 30, 1);
  jar.set(ACCESS, tokens.access_token, { ...options, maxAge });
  if (tokens.refresh_token !== undefined)
    jar.set(REFRESH, tokens.refresh_token, { ...options, maxAge: 30 * 24 * 3600 });
}

/** Signed out elsewhere, or no longer a member. */
export const isRefused = (status: number): boolean => status === 401 || status === 403;
