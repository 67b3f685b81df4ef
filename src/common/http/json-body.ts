import { isUtf8 } from 'node:buffer';
import { AppError } from '../errors/app-error.js';
import { type NumberToken, readNumber } from '../json-numbers.js';
import { type Replacement, revive, rewritten } from './json-revival.js';

/** How large and how deep a JSON body may be. */
export interface JsonLimits {
  /** Bytes of the body. */
  bytes: number;
  /** Nested objects and arrays. Past 100 MongoDB refuses; past some thousands JSON walkers overflow the stack. */
  depth: number;
  /**
   * Object keys and array elements in the whole body: the event loop is held while they are parsed, and again while
   * they are walked, by up to a microsecond each. A number that JSON.parse would change and a text that begins with `$`
   * count once more; a key that begins with `$` makes a wrapper, which is five objects, and counts five.
   */
  values: number;
  /** Keys of one object: distinct keys cost ten times what array elements do, here and in the database. */
  keys: number;
  /**
   * The route stores free documents: an integer beyond 2^53 is read as an ExactInteger, a number that cannot be kept as an
   * UnkeptNumber, and `__proto__` is a key. Everywhere else the three are refused here.
   */
  exact?: boolean;
  /** Objects with a key such as `"1"` are read as Maps: JavaScript's objects put such keys first. Needs `exact`. */
  ordered?: boolean;
  /** Values may hold U+0000, which BSON's texts can and its keys cannot. */
  nul?: boolean;
}

/** What a form or a surface's request needs, with room to spare. */
export const SMALL_JSON: JsonLimits = { bytes: 64 * 1024, depth: 20, values: 1_000, keys: 1_000 };
/** What a batch of documents needs. */
export const DOCUMENT_JSON: JsonLimits = {
  bytes: 4 * 1024 * 1024,
  depth: 50,
  values: 100_000,
  keys: 5_000,
  exact: true,
};

/** What the key of a wrapper counts beside its colon. */
const WRAPPER = 4;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DOLLAR = 0x24;
const LOWER_U = 0x75;
const COLON = 0x3a;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPENERS = new Set([0x7b, 0x5b]);
const CLOSERS = new Set([0x7d, 0x5d]);
/** A double holds every integer of so many digits. */
const SURE_DIGITS = 15;
/** Keys that assignment, or class-transformer, would lose: looked for with their escapes undone. */
const LOST_KEYS = /"(?:_|\\u005f){2}proto(?:_|\\u005f){2}"|"constructor"|\\u00[67]/i;

/**
 * Parses a JSON body after checking its size, depth, number of values and keys per object on the bytes, so that
 * no hostile body reaches a recursive walker (RFC 8259 text, UTF-8 only, no lone surrogate, no U+0000). Every number is kept
 * as it is written or refused; the scan finds the few that need a closer look.
 * @throws AppError request.too_large, request.too_complex, request.malformed_json, request.unstorable_text,
 * request.invalid naming the path of a number or key that cannot be kept
 */
export function parseJsonBody(body: Buffer, limits: JsonLimits): unknown {
  const steps = jsonBodySteps(body, limits);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** As parseJsonBody, in steps of about equal length between which others may have their turn. */
export function* jsonBodySteps(body: Buffer, limits: JsonLimits): Generator<void, unknown> {
  if (body.length === 0) return undefined;
  if (body.length > limits.bytes) throw new AppError('request.too_large');
  if (!isUtf8(body)) throw new AppError('request.malformed_json');
  const text = body.toString('utf8');
  const found = scan(body, text, limits);
  yield;
  let value = parsed(text);
  // U+0000 and lone surrogates can only come in through \u escapes; MongoDB's keys would be cut, its texts replaced.
  if (found.hasEscapes && !isCleanText(value, limits.nul === true))
    throw new AppError('request.unstorable_text');
  if (found.replacements.length > 0) {
    yield;
    value = revive(parsed(rewritten(body, text, found.replacements)), limits.exact === true);
  }
  if (!limits.exact && LOST_KEYS.test(text)) dropLostKeys(value);
  return value;
}

function parsed(text: string): unknown {
  try {
    // A byte order mark is taken, as it always was.
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    throw new AppError('request.malformed_json', {}, { cause });
  }
}

interface Found {
  hasEscapes: boolean;
  /** What JSON.parse would change, in the order of the text. */
  replacements: Replacement[];
}

function scan(body: Buffer, text: string, limits: JsonLimits): Found {
  // Where one byte is one character, a number is cut from the text that is there already.
  const ascii = text.length === body.length ? text : undefined;
  const found: Found = { hasEscapes: false, replacements: [] };
  /** Keys seen in the open object of each depth. */
  const keys = new Uint32Array(limits.depth + 1);
  let depth = 0;
  let values = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i];
    if (byte === QUOTE) {
      const start = i++;
      for (; i < body.length && body[i] !== QUOTE; i++) {
        if (body[i] === BACKSLASH && body[++i] === LOWER_U) found.hasEscapes = true;
      }
      if (body[start + 1] === DOLLAR) values += isKey(body, i) ? WRAPPER : 1;
      if (limits.ordered && isIndexKey(body, start, i))
        found.replacements.push({ kind: 'key', start, end: i });
    } else if ((byte >= ZERO && byte <= NINE) || byte === MINUS) {
      const end = endOfNumber(body, i);
      const replacement =
        end - i > SURE_DIGITS || hasExponent(body, i, end) ? closer(ascii ?? body, i, end) : null;
      if (replacement !== null) {
        if (++values > limits.values) throw new AppError('request.too_complex');
        found.replacements.push(replacement);
      }
      i = end - 1;
    } else if (OPENERS.has(byte)) {
      if (++depth > limits.depth) throw new AppError('request.too_complex');
      keys[depth] = 0;
    } else if (CLOSERS.has(byte)) {
      if (depth > 0) depth--;
    } else if (byte === COLON || byte === COMMA) {
      if (++values > limits.values) throw new AppError('request.too_complex');
      if (byte === COLON && ++keys[depth] > limits.keys) throw new AppError('request.too_complex');
    }
  }
  return found;
}

/** Digits, signs, dot and E: whatever else stands there is JSON.parse's to refuse. */
function endOfNumber(body: Buffer, start: number): number {
  let end = start + 1;
  for (; end < body.length; end++) {
    const byte = body[end];
    const isPart = (byte >= ZERO && byte <= NINE) || byte === 0x2e || byte === 0x65 || byte === 0x45;
    if (!isPart && byte !== MINUS && byte !== 0x2b) break;
  }
  return end;
}

function hasExponent(body: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (body[i] === 0x65 || body[i] === 0x45) return true;
  return false;
}

function closer(body: Buffer | string, start: number, end: number): Replacement | null {
  const number = typeof body === 'string' ? body.slice(start, end) : body.toString('latin1', start, end);
  const token: NumberToken = readNumber(number);
  return token.kind === 'double' ? null : { kind: 'number', start, end, token };
}

/** `"0"`, `"17"`: a key, when a colon follows, that an object would move to its front. */
function isIndexKey(body: Buffer, start: number, end: number): boolean {
  const length = end - start - 1;
  if (length < 1 || length > 10 || (length > 1 && body[start + 1] === ZERO)) return false;
  for (let i = start + 1; i < end; i++) if (body[i] < ZERO || body[i] > NINE) return false;
  return isKey(body, end);
}

/** Whether a colon follows the closing quote. */
function isKey(body: Buffer, end: number): boolean {
  let next = end + 1;
  while (body[next] === 0x20 || (body[next] >= 0x09 && body[next] <= 0x0d)) next++;
  return body[next] === COLON;
}

function isCleanText(value: unknown, nul: boolean): boolean {
  if (typeof value === 'string') return value.isWellFormed() && (nul || !value.includes('\0'));
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isCleanText(key, false) && isCleanText(item, nul));
}

/**
 * As keys of the body itself they are unknown keys, which every surface drops; inside one they are part of a value.
 * @throws AppError request.invalid naming the path
 */
function dropLostKeys(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const key of Object.keys(body)) {
    if (isLost(key)) delete (body as Record<string, unknown>)[key];
  }
  refuseLostKeys(body, []);
}

const isLost = (key: string): boolean => key === '__proto__' || key === 'constructor';

function refuseLostKeys(value: unknown, path: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const here = [...path, key];
    if (isLost(key)) {
      throw new AppError('request.invalid', { errors: { [here.join('.')]: `A key must not be ${key}` } });
    }
    refuseLostKeys(item, here);
  }
}
