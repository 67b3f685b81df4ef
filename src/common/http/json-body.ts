import { isUtf8 } from 'node:buffer';
import { parse } from 'secure-json-parse';
import { AppError } from '../errors/app-error.js';

/** How large and how deep a JSON body may be. */
export interface JsonLimits {
  /** Bytes of the body. */
  bytes: number;
  /** Nested objects and arrays. Past 100 MongoDB refuses; past some thousands JSON walkers overflow the stack. */
  depth: number;
  /** Object keys and array elements in the whole body: two million numbers take a third of a second to walk. */
  values: number;
  /** Keys of one object: distinct keys cost ten times what array elements do, here and in the database. */
  keys: number;
}

/** What a form or a dialect's request needs, with room to spare. */
export const SMALL_JSON: JsonLimits = { bytes: 64 * 1024, depth: 20, values: 1_000, keys: 1_000 };
/** What a batch of documents needs. */
export const DOCUMENT_JSON: JsonLimits = {
  bytes: 4 * 1024 * 1024,
  depth: 50,
  values: 200_000,
  keys: 5_000,
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPENERS = new Set([0x7b, 0x5b]);
const CLOSERS = new Set([0x7d, 0x5d]);

/**
 * Parses a JSON body after checking its size, depth, number of values and keys per object on the bytes, so that no hostile
 * body reaches a recursive walker. `__proto__` and `constructor.prototype` keys are dropped (RFC 8259 text,
 * UTF-8 only, no lone surrogate, no U+0000).
 * @throws AppError request.too_large, request.too_complex, request.malformed_json, request.unstorable_text
 */
export function parseJsonBody(body: Buffer, limits: JsonLimits): unknown {
  if (body.length === 0) return undefined;
  if (body.length > limits.bytes) throw new AppError('request.too_large');
  if (!isUtf8(body)) throw new AppError('request.malformed_json');
  const hasEscapes = scan(body, limits);
  let value: unknown;
  try {
    value = parse(body.toString('utf8'), { protoAction: 'remove', constructorAction: 'remove' });
  } catch (cause) {
    throw new AppError('request.malformed_json', {}, { cause });
  }
  // U+0000 and lone surrogates can only come in through \u escapes; MongoDB would cut or replace them.
  if (hasEscapes && !isCleanText(value)) throw new AppError('request.unstorable_text');
  return value;
}

function scan(body: Buffer, limits: JsonLimits): boolean {
  let depth = 0;
  let values = 0;
  let inString = false;
  let hasEscapes = false;
  /** Keys seen in the open object of each depth. */
  const keys = new Uint32Array(limits.depth + 1);
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (inString) {
      if (byte === BACKSLASH) {
        if (body[++i] === LOWER_U) hasEscapes = true;
      } else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPENERS.has(byte)) {
      if (++depth > limits.depth) throw new AppError('request.too_complex');
      keys[depth] = 0;
    } else if (CLOSERS.has(byte)) depth--;
    else if (byte === COLON || byte === COMMA) {
      if (++values > limits.values) throw new AppError('request.too_complex');
      if (byte === COLON && ++keys[depth]! > limits.keys) throw new AppError('request.too_complex');
    }
  }
  return hasEscapes;
}

function isCleanText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => isCleanText(key) && isCleanText(item));
}
