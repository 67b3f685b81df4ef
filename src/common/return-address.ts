/** Characters; longer ones are refused. */
const MAX_LENGTH = 1000;
/** What browsers read otherwise than URL parsers, or what hides where an address leads. */
const SUSPICIOUS = /[\\\p{Cc}\p{Zs}\p{Zl}\p{Zp}\p{Cf}<>"'`{}|^]/u;
/** Encoded slashes, backslashes, dots and control characters: a server behind may decode them again. */
const ENCODED_TRICK = /%(?:2f|5c|2e|[01][0-9a-f]|7f|25)/i;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * An address as it may be linked to: https, or http on this machine; without a user, without a fragment, written as
 * a browser writes it. Null for every other text.
 */
export function plainAddress(text: unknown): URL | null {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || SUSPICIOUS.test(text)) return null;
  // `https:/host`, `https:host` and `https:///host` are addresses of a host to browsers too.
  if (!/^https?:\/\/[^/]/i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.username !== '' || url.password !== '' || text.split(/[/?#]/, 3)[2].includes('@')) return null;
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname)) return null;
  if (url.hash !== '' || url.hostname.endsWith('.') || !url.hostname.isWellFormed()) return null;
  if (ENCODED_TRICK.test(url.pathname) || url.pathname.includes('//')) return null;
  return url;
}

/** As `plainAddress`, for what stands in an allow-list: an origin with a path, and nothing behind it. */
export function addressPrefix(text: unknown): string | null {
  const url = plainAddress(text);
  if (url === null || url.search !== '' || (typeof text === 'string' && text.includes('?'))) return null;
  return url.origin + url.pathname;
}

/**
 * Whether an address is below one of the prefixes: the same origin, and a path that begins with whole segments of the
 * prefix's path.
 */
export function isBelow(url: URL, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => {
    const base = new URL(prefix);
    if (url.origin !== base.origin) return false;
    const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
    return url.pathname === base.pathname || url.pathname.startsWith(path);
  });
}
