import { AppError } from '../errors/app-error.js';
import { ExactInteger, type NumberToken, UnkeptNumber } from '../json-numbers.js';

/** A piece of JSON text that JSON.parse would change. */
export type Replacement =
  | { kind: 'number'; start: number; end: number; token: NumberToken }
  /** From its opening quote to its closing one. */
  | { kind: 'key'; start: number; end: number };

/** No text of a caller contains it: the parser has refused U+0000 before anything is rewritten. */
const MARK = '\0';
/** What stands behind the mark of a text that was a number. */
const INT64 = 'i';

/**
 * The text with a mark before each key and number that is to be replaced, the number as a text, so that JSON.parse
 * carries it through unchanged.
 */
export function rewritten(body: Buffer, decoded: string, replacements: readonly Replacement[]): string {
  // Where one byte is one character, positions stay; all that is put in is ASCII.
  const isAscii = decoded.length === body.length;
  const text = isAscii ? decoded : body.toString('latin1');
  const parts: string[] = [];
  let at = 0;
  for (const replacement of replacements) {
    parts.push(text.slice(at, replacement.start), replaced(text, replacement));
    at = replacement.kind === 'key' ? replacement.end + 1 : replacement.end;
  }
  parts.push(text.slice(at));
  const joined = parts.join('');
  return isAscii ? joined : Buffer.from(joined, 'latin1').toString('utf8');
}

function replaced(text: string, replacement: Replacement): string {
  if (replacement.kind === 'key') return `"\\u0000${text.slice(replacement.start + 1, replacement.end)}"`;
  const { token } = replacement;
  if (token.kind === 'int64') return `"\\u0000${INT64}${token.text}"`;
  return JSON.stringify(`${MARK}u${token.kind === 'unkept' ? token.message : ''}`);
}

/** What a marked text stands for, or undefined when it is not marked. */
function keptNumber(text: string): ExactInteger | UnkeptNumber | undefined {
  if (text.charCodeAt(0) !== 0 || text === '') return undefined;
  const rest = text.slice(2);
  return text[1] === INT64 ? new ExactInteger(rest) : new UnkeptNumber(rest);
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
  if (typeof value === 'string') return keptNumber(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = marked(value[i]);
    return value;
  }
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  if (keys.some((key) => key.startsWith(MARK))) {
    return new Map(keys.map((key) => [key.startsWith(MARK) ? key.slice(1) : key, marked(object[key])]));
  }
  for (const key of keys) {
    const item = object[key];
    const read = marked(item);
    if (read !== item) setOwn(object, key, read);
  }
  return object;
}

/** Assigning `__proto__` would set the prototype. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function refusing(value: unknown, path: readonly string[]): unknown {
  const kept = typeof value === 'string' ? keptNumber(value) : undefined;
  if (kept !== undefined) {
    // A body that is a number is none that any route takes; it is told so in the route's words.
    if (path.length === 0) return Infinity;
    const message =
      kept instanceof ExactInteger ? 'An integer beyond 2^53 must be written as text' : kept.message;
    throw new AppError('request.invalid', { errors: { [path.join('.')]: message } });
  }
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, item] of Object.entries(value)) refusing(item, [...path, key]);
  return value;
}
