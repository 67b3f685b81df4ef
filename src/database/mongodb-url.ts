/** What must be percent-encoded in user names and passwords. */
const ESCAPES =
  'its user name or password has a character that must be percent-encoded: %40 for @, %3A for :, %2F for /, %3F for ?, %23 for #, %25 for %';
const FORM = 'it must look like mongodb://user:password@host:27017/?replicaSet=rs0';
const HOST = /^(\[[^\]]+\]|[^:[\]\s]+)(:\d{1,5})?$/;
/** Options whose values are secrets of their own. */
const SECRET_OPTION = /[?&][^=&]*(?:password|secret|token|properties)[^=&]*=([^&]*)/gi;
/** Shorter pieces of a password are no secret, and occur in every message. */
const LEAST_PIECE = 3;

/** What is wrong with an address before a connection is made, in words without any part of it; undefined: nothing. */
export function faultInUrl(url: string): string | undefined {
  const rest = url.replace(/^mongodb(\+srv)?:\/\//, '');
  const authority = /^[^/?]*/.exec(rest)![0];
  const tail = rest.slice(authority.length);
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const isLate = /^[^=&]*@/.test(tail); // the part behind / or ? holds the end of the credentials
  if (isLate || user.includes('@') || authority.includes('#')) return ESCAPES;
  if (/%(?![0-9a-f]{2})/i.test(user) || user.split(':').length > 2) return ESCAPES;
  if (
    authority
      .slice(at + 1)
      .split(',')
      .every((host) => HOST.test(host))
  )
    return undefined;
  return tail.includes('@') ? ESCAPES : FORM;
}

/** What the driver says of an address or of its options, as words that may be shown. */
export function wordsOfParseError(message: string, url: string): string {
  if (/invalid connection string|invalid url|unable to parse/i.test(message)) return FORM;
  if (/unescaped/i.test(message)) return ESCAPES;
  const rest = url.replace(/^mongodb(\+srv)?:\/\//, '');
  return rest.indexOf('@') > rest.search(/[/?]/) && /[/?]/.test(rest)
    ? ESCAPES
    : withoutSecrets(message, url);
}

/** Takes every piece of the password, as it is written and as it is meant, out of a text. */
export function withoutSecrets(text: string, url: string): string {
  const credentials = /:\/\/(.*)@/s.exec(url)?.[1] ?? '';
  const colon = credentials.indexOf(':');
  const password = colon < 0 ? '' : credentials.slice(colon + 1);
  const values = [...url.matchAll(SECRET_OPTION)].map(([, value]) => value);
  const pieces = [password, ...values].flatMap((value) => [
    value,
    decoded(value),
    ...piecesOf(value),
    ...piecesOf(decoded(value)),
  ]);
  return [...new Set(pieces)]
    .filter((piece) => piece.length >= LEAST_PIECE)
    .sort((a, b) => b.length - a.length)
    .reduce((shown, piece) => shown.replaceAll(piece, '***'), text);
}

const piecesOf = (value: string): string[] => value.split(/[:@/?#&=%,\s]+/);

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
