/** What becomes of a number as JSON writes it. */
export type NumberToken =
  /** JavaScript's number says the same. */
  | { kind: 'double' }
  /** A signed 64-bit integer that a double would round. */
  | { kind: 'int64'; text: string }
  /** Nothing that can be stored says the same. */
  | { kind: 'unkept'; message: string };

const DOUBLE: NumberToken = { kind: 'double' };
const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** The largest signed 64-bit integer, and the smallest without its sign: of as many digits text compares as numbers do. */
const [LARGEST, SMALLEST] = ['9223372036854775807', '9223372036854775808'];

const NOT_FINITE = 'A number must be finite';
const TOO_SMALL =
  'A number this small would be stored as 0: write it as text or as {"$numberDecimal": "..."}';
const NOT_KEPT =
  'A number of so many digits would be changed: write it as text or as {"$numberDecimal": "..."}';

/**
 * What "changed" means: an integer keeps every digit, as a double or as 64 bits; a number of 2^53 and more with a
 * fraction or an exponent keeps the digits it is written with; below that the nearest double is what everybody
 * means by a decimal fraction (0.1). Nothing becomes 0 or infinite.
 */
export function readNumber(text: string): NumberToken {
  const value = Number(text);
  if (Number.isNaN(value)) return DOUBLE; // no number at all: JSON.parse says so
  if (!Number.isFinite(value)) return { kind: 'unkept', message: NOT_FINITE };
  if (INTEGER.test(text)) {
    if (Number.isSafeInteger(value)) return DOUBLE;
    if (isInt64(text)) return { kind: 'int64', text };
  } else {
    if (value === 0 && /[1-9]/.test(text.split(/e/i, 1)[0])) return { kind: 'unkept', message: TOO_SMALL };
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return DOUBLE;
  }
  return digitsOf(text) === digitsOf(value.toExponential()) ? DOUBLE : { kind: 'unkept', message: NOT_KEPT };
}

/** @param text digits, with or without a minus */
export function isInt64(text: string): boolean {
  const isNegative = text.charCodeAt(0) === 0x2d;
  const digits = isNegative ? text.slice(1) : text;
  if (digits.length !== LARGEST.length) return digits.length < LARGEST.length;
  return digits <= (isNegative ? SMALLEST : LARGEST);
}

/** Significant digits and the power of ten they are counted in: equal for equal decimal numbers. */
function digitsOf(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start++;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  return `${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}

/** Stands in a parsed body for an integer of 64 bits that a double would round. */
export class ExactInteger {
  constructor(readonly text: string) {}

  toJSON(): string {
    return this.text;
  }
}

/** Stands in a parsed body for a number that cannot be kept; the reader of the body refuses it with its path. */
export class UnkeptNumber {
  constructor(readonly message: string) {}
}
