import { AppError } from '../errors/app-error.js';
import { ExactInteger, type NumberToken, UnkeptNumber } from '../json-numbers.js';

/** A piece of JSON text that JSON.parse would change. */
export type Replacement =
  | { kind: 'number'; start: number; end: number; token: NumberToken }
  /** From its opening quote to its closing one. */
  | { kind: 'key'; start: number; end: number };

/** No text of a caller contains it: the parser has refused U+0000 before anything is rewritten. */
const MARK = '\0';

/** The text with each replacement under a marked key, so that JSON.parse carries it through unchanged. */
export function rewritten(body: Buffer, replacements: readonly Replacement[]): string {
  // One byte is one character here: positions stay, and all that is put in is ASCII.
  const text = body.toString('latin1');
  const parts: string[] = [];
  let at = 0;
  for (const replacement of replacements) {
    parts.push(text.slice(at, replacement.start), replaced(text, replacement));
    at = replacement.kind === 'key' ? replacement.end + 1 : replacement.end;
  }
  parts.push(text.slice(at));
  return Buffer.from(parts.join(''), 'latin1').toString('utf8');
}

function replaced(text: string, replacement: Replacement): string {
  if (replacement.kind === 'key') return `"\\u0000${text.slice(replacement.start + 1, replacement.end)}"`;
  const { token } = replacement;
  const kept = token.kind === 'int64' ? ['int64', token.text] : ['unkept', sentenceOf(token)];
  return `{"\\u0000":${JSON.stringify(kept)}}`;
}

function sentenceOf(token: NumberToken): string {
  return token.kind === 'unkept' ? token.sentence : '';
}

/**
 * The value with its marks undone.
 * @param exact ExactIntegers and UnkeptNumbers may stand in it; else they are refused
 * @throws AppError request.invalid naming the path
 */
export function revive(value: unknown, exact: boolean): unknown {
  return exact ? marked(value) : refusing(value, []);
}

/** Recursive: the scan has bounded the depth. */
function marked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = marked(value[i]);
    return value;
  }
  const object = value as Record<string, unknown>;
  const kept = object[MARK] as [string, string] | undefined;
  if (kept !== undefined) return kept[0] === 'int64' ? new ExactInteger(kept[1]) : new UnkeptNumber(kept[1]);
  const keys = Object.keys(object);
  if (keys.some((key) => key.startsWith(MARK))) {
    return new Map(keys.map((key) => [key.startsWith(MARK) ? key.slice(1) : key, marked(object[key])]));
  }
  for (const key of keys) {
    const item = object[key];
    if (typeof item === 'object' && item !== null) setOwn(object, key, marked(item));
  }
  return object;
}

/** Assigning `__proto__` would set the prototype. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function refusing(value: unknown, path: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = (value as Record<string, unknown>)[MARK] as [string, string] | undefined;
  if (kept !== undefined) {
    // A body that is a number is none that any route takes; it is told so in the route's words.
    if (path.length === 0) return Infinity;
    const sentence = kept[0] === 'int64' ? 'An integer beyond 2^53 must be written as text' : kept[1];
    throw new AppError('request.invalid', { errors: { [path.join('.')]: sentence } });
  }
  for (const [key, item] of Object.entries(value)) refusing(item, [...path, key]);
  return value;
}
