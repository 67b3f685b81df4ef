import { Decimal128 } from '../../database/bson-types.js';

/** Bytes of a Decimal128. */
export const DECIMAL_BYTES = 16;
/** Significant digits that a Decimal128 holds. */
const MAX_DIGITS = 34;
const [MINUS, POINT, ZERO] = [0x2d, 0x2e, 0x30];
/** IEEE 754-2008: what is added to an exponent. It stands above the 113 bits of the digits. */
const BIAS = 6176;
/** Of the highest 32 bits: both set: not the usual form; the exponent, when shifted; the highest digits. */
const [SPECIAL, EXPONENT, HIGH_DIGITS] = [0x60000000, 0x3fff, 0x1ffff];
/** Digits that are added at once: a limb times so many tens stays exact in a double. */
const CHUNK = 6;
const TENS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
const LIMB = 2 ** 32;
/** The number at work, in limbs of 32 bits, the lowest first. Nothing here waits, so one place serves all calls. */
const LIMBS = new Uint32Array(4);
/** Where the bytes of decimals stand. */
const SLAB_BYTES = 1024 * DECIMAL_BYTES;
let slab = new Uint8Array(SLAB_BYTES);
let used = 0;
/** The smallest exponent of the first digit that is written without `E`. */
const MIN_PLAIN = -6;

/**
 * The usual forms of a decimal, at most 34 digits with a point between them, as money is written. It takes a twentieth
 * of the time of Decimal128.fromString: tens of thousands of them in one body would hold the event loop. Undefined:
 * another form, for fromString.
 */
export function plainDecimal(text: string): Decimal128 | undefined {
  const isNegative = text.charCodeAt(0) === MINUS;
  LIMBS.fill(0);
  let [digits, chunk, inChunk, whole] = [0, 0, 0, -1];
  for (let i = isNegative ? 1 : 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === POINT) {
      if (whole >= 0 || digits === 0) return undefined;
      whole = digits;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || ++digits > MAX_DIGITS) return undefined;
    chunk = chunk * 10 + digit;
    if (++inChunk === CHUNK) {
      append(LIMBS, CHUNK, chunk);
      [chunk, inChunk] = [0, 0];
    }
  }
  if (digits === 0 || whole === digits) return undefined;
  append(LIMBS, inChunk, chunk);
  return packed(LIMBS, BIAS - (whole < 0 ? 0 : digits - whole), isNegative);
}

/**
 * A decimal as Decimal128.toString writes it, in a fifteenth of the time: tens of thousands of them in one document
 * would hold the event loop.
 */
export function decimalText(bytes: Buffer, at: number): string {
  const high = bytes.readUInt32LE(at + 12);
  // NaN, infinity, or a number that is not canonical.
  if ((high & SPECIAL) === SPECIAL) return slowText(bytes, at);
  for (let i = 0; i < 3; i++) LIMBS[i] = bytes.readUInt32LE(at + 4 * i);
  LIMBS[3] = high & HIGH_DIGITS;
  const digits = takeDigits(LIMBS);
  const exponent = ((high >>> 17) & EXPONENT) - BIAS;
  const first = digits.length - 1 + exponent;
  if (digits.length > MAX_DIGITS || exponent > 0 || first < MIN_PLAIN) return slowText(bytes, at);
  const sign = high >>> 31 === 1 ? '-' : '';
  if (exponent === 0) return sign + digits;
  if (first < 0) return `${sign}0.${'0'.repeat(-1 - first)}${digits}`;
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

function slowText(bytes: Buffer, at: number): string {
  return new Decimal128(bytes.subarray(at, at + DECIMAL_BYTES)).toString();
}

/** Puts digits behind the number in limbs of 32 bits, the lowest first. */
function append(limbs: Uint32Array, digits: number, value: number): void {
  let carry = value;
  for (let i = 0; i < limbs.length; i++) {
    const sum = limbs[i] * TENS[digits] + carry;
    carry = Math.floor(sum / LIMB);
    limbs[i] = sum - carry * LIMB;
  }
}

/** The digits of the number in limbs, without leading zeros. The limbs are used up. */
function takeDigits(limbs: Uint32Array): string {
  let top = limbs.length - 1;
  let text = '';
  for (;;) {
    while (top > 0 && limbs[top] === 0) top--;
    const small = top === 0 ? limbs[0] : top === 1 ? limbs[1] * LIMB + limbs[0] : Infinity;
    if (small <= Number.MAX_SAFE_INTEGER) return `${small}${text}`;
    let rest = 0;
    for (let i = top; i >= 0; i--) {
      const value = rest * LIMB + limbs[i];
      limbs[i] = Math.floor(value / TENS[CHUNK]);
      rest = value % TENS[CHUNK];
    }
    text = String(rest).padStart(CHUNK, '0') + text;
  }
}

function packed(limbs: Uint32Array, exponent: number, isNegative: boolean): Decimal128 {
  const bytes = room();
  for (let i = 0; i < limbs.length; i++) {
    const limb = limbs[i];
    bytes[4 * i] = limb;
    bytes[4 * i + 1] = limb >>> 8;
    bytes[4 * i + 2] = limb >>> 16;
    bytes[4 * i + 3] = limb >>> 24;
  }
  bytes[14] |= exponent << 1;
  bytes[15] |= (exponent >>> 7) | (isNegative ? 0x80 : 0);
  return new Decimal128(bytes);
}

/** An ArrayBuffer for each decimal would double what they leave to the collector. */
function room(): Uint8Array {
  if (used === slab.length) [slab, used] = [new Uint8Array(SLAB_BYTES), 0];
  used += DECIMAL_BYTES;
  return slab.subarray(used - DECIMAL_BYTES, used);
}
