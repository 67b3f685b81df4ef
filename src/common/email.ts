import { domainToASCII } from 'node:url';
import { isEmail } from 'class-validator';

/** ASCII other than letters, digits, hyphens and dots. */
const NOT_IN_DOMAIN = /[\0-,/:-@[-`{-\x7f]/;

/**
 * The one form of an address that is stored, compared and mailed: NFKC, lower case, domain in punycode, local
 * part ASCII. Null for anything else, so that two spellings can never be two accounts (RFC 5321, UTS #46).
 */
export function canonicalEmail(input: string): string | null {
  const text = input.trim().normalize('NFKC').toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 254) return null;
  const local = text.slice(0, at);
  const written = text.slice(at + 1);
  // A quoted local part is a second spelling; domainToASCII reads a URL's host and drops what follows it.
  if (local.includes('"') || NOT_IN_DOMAIN.test(written)) return null;
  const domain = domainToASCII(written);
  const address = `${local}@${domain}`;
  const ascii = /^[\x21-\x7e]+$/.test(address);
  return ascii && domain !== '' && isEmail(address, { allow_utf8_local_part: false }) ? address : null;
}

/** The mail domain of a canonical address. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);
