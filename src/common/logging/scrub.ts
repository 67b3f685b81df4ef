const REDACTED = '[redacted]';

/** What follows a path or an address behind its question mark: codes come in query strings. */
const QUERY = /(\/[^\s?"'`<>]*)\?[^\s"'`<>)]+/g;
/** `user:password@` of an address. */
const USERINFO = /(:\/\/)[^\s/"'`<>]+@/g;
const JWT = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;
const BEARER = /\b(bearer|basic) +[\w\-.~+/]+=*/gi;
/** Random base64url: capitals, small letters and digits in a run that no word, UUID, ObjectId or digest has. */
const RANDOM = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{24,}(?![\w-])/g;

/**
 * Takes away what looks like a secret. Nothing that is logged should hold one; this is for the messages of errors,
 * which quote what they stumbled over.
 */
export function scrub(text: string): string {
  return text
    .replace(QUERY, `$1?${REDACTED}`)
    .replace(USERINFO, `$1${REDACTED}@`)
    .replace(JWT, REDACTED)
    .replace(BEARER, `$1 ${REDACTED}`)
    .replace(RANDOM, REDACTED);
}
