import { Decimal128 } from '../../database/bson-types.js';

/** Significant digits that a Decimal128 holds. */
const MAX_DIGITS = 34;
const [MINUS, POINT, ZERO] = [0x2d, 0x2e, 0x30];
/** IEEE 754-2008: what is added to an exponent. It stands above the 113 bits of the digits. */
const BIAS = 6176;
/** Digits that are added at once: a limb times so many tens stays exact in a double. */
const CHUNK = 6;
const TENS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;
const LIMB = 2 ** 32;

/**
 * The usual forms of a decimal, at most 34 digits with a point between them, as money is written. It takes a twentieth
 * of the time of Decimal128.fromString: tens of thousands of them in one body would hold the event loop. Undefined:
 * another form, for fromString.
 */
export function plainDecimal(text: string): Decimal128 | undefined {
  const isNegative = text.charCodeAt(0) === MINUS;
  const limbs = new Uint32Array(4);
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
      append(limbs, CHUNK, chunk);
      [chunk, inChunk] = [0, 0];
    }
  }
  if (digits === 0 || whole === digits) return undefined;
  append(limbs, inChunk, chunk);
  return packed(limbs, BIAS - (whole < 0 ? 0 : digits - whole), isNegative);
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

function packed(limbs: Uint32Array, exponent: number, isNegative: boolean): Decimal128 {
  const bytes = new Uint8Array(16);
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
