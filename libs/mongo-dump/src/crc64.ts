/** The sum of the bytes that `mongorestore` compares: CRC-64/XZ (ECMA-182, reflected), in two halves of 32 bits. */
export interface Crc64 {
  high: number;
  low: number;
}

const POLYNOMIAL = 0xc96c5795d7870f42n;
const SLICES = 8;
/** Table k has the effect of a byte that k other ones follow; entry i of it stands at k * 256 + i. */
const HIGH = new Uint32Array(SLICES * 256);
const LOW = new Uint32Array(SLICES * 256);

for (let i = 0; i < 256; i++) {
  let value = BigInt(i);
  for (let bit = 0; bit < 8; bit++) value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
  HIGH[i] = Number(value >> 32n);
  LOW[i] = Number(value & 0xffffffffn);
}
for (let at = 256; at < SLICES * 256; at++) {
  const high = HIGH[at - 256];
  const low = LOW[at - 256];
  const byte = low & 0xff;
  LOW[at] = ((low >>> 8) | (high << 24)) ^ LOW[byte];
  HIGH[at] = (high >>> 8) ^ HIGH[byte];
}

/** Goes on with the sum of what came before; the first one goes on with nothing. */
export function crc64(bytes: Uint8Array, before: Crc64 = { high: 0, low: 0 }): Crc64 {
  let high = ~before.high;
  let low = ~before.low;
  let at = 0;
  // Eight bytes a turn: a third of the time that one by one takes.
  for (const end = bytes.length - 7; at < end; at += 8) {
    const a = low ^ (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));
    const b = high ^ (bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24));
    const t0 = 1792 + (a & 0xff);
    const t1 = 1536 + ((a >>> 8) & 0xff);
    const t2 = 1280 + ((a >>> 16) & 0xff);
    const t3 = 1024 + (a >>> 24);
    const t4 = 768 + (b & 0xff);
    const t5 = 512 + ((b >>> 8) & 0xff);
    const t6 = 256 + ((b >>> 16) & 0xff);
    const t7 = b >>> 24;
    low = LOW[t0] ^ LOW[t1] ^ LOW[t2] ^ LOW[t3] ^ LOW[t4] ^ LOW[t5] ^ LOW[t6] ^ LOW[t7];
    high = HIGH[t0] ^ HIGH[t1] ^ HIGH[t2] ^ HIGH[t3] ^ HIGH[t4] ^ HIGH[t5] ^ HIGH[t6] ^ HIGH[t7];
  }
  for (; at < bytes.length; at++) {
    const byte = (low ^ bytes[at]) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ LOW[byte];
    high = (high >>> 8) ^ HIGH[byte];
  }
  return { high: ~high, low: ~low };
}

/** As a dump has it: a signed number of 64 bits. */
export function asInt64({ high, low }: Crc64): bigint {
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}
