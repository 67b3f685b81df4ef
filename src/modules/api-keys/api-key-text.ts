import { createHmac, hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { KEY_PREFIX } from './api-keys.types.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Of 11 characters nobody meets the same twice; the tag proves that this installation gave the id. */
const RANDOM_LENGTH = 11;
const TAG_LENGTH = 5;
/** 190 bits. */
const SECRET_LENGTH = 32;
/** 62^6 is more than 2^32. */
const CHECKSUM_LENGTH = 6;

const SHAPE = /^rwh_live_([0-9A-Za-z]{16})_[0-9A-Za-z]{38}$/;
const ID = /^[0-9A-Za-z]{16}$/;

export const isKeyId = (id: string): boolean => ID.test(id);

/** The id that a text of the right shape names; null for any other. */
export const keyIdOf = (text: string): string | null => SHAPE.exec(text)?.[1] ?? null;

/** Six base62 characters of the CRC-32 of everything before them: it finds slips and made-up keys, no forgeries. */
export const hasChecksum = (text: string): boolean =>
  text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));

/** An id that only who has the tag key can make. */
export function newKeyId(tagKey: Buffer): string {
  const random = randomText(RANDOM_LENGTH);
  return random + tagOf(random, tagKey);
}

/** Whether an id was made here; a guess passes once in 900 million times. */
export const hasTag = (id: string, tagKey: Buffer): boolean =>
  id.slice(RANDOM_LENGTH) === tagOf(id.slice(0, RANDOM_LENGTH), tagKey);

/** A whole key: shown once. */
export function newKeyText(id: string): string {
  const start = `${KEY_PREFIX}${id}_${randomText(SECRET_LENGTH)}`;
  return start + checksumOf(start);
}

/** What is kept of a key. Its secret has 190 bits, so that a fast hash is as good as a slow one. */
export const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer');

const checksumOf = (text: string): string => base62(crc32(text), CHECKSUM_LENGTH);

function tagOf(random: string, tagKey: Buffer): string {
  const mac = createHmac('sha256', tagKey).update(random).digest();
  return base62(mac.readUIntBE(0, 6), TAG_LENGTH);
}

/** The last `length` digits. */
function base62(number: number, length: number): string {
  let text = '';
  for (let rest = number; text.length < length; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62] + text;
  return text;
}

const randomText = (length: number): string =>
  Array.from({ length }, () => DIGITS[randomInt(DIGITS.length)]).join('');
