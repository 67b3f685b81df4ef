import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (RFC 6238 with the defaults of RFC 4226). */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after the present one whose codes work: clocks differ. */
const WINDOW = 1;
/** Bytes of a secret (RFC 4226, section 4: at least 16, 20 recommended). */
const SECRET_BYTES = 20;

export const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

export const newSecret = (): Buffer => randomBytes(SECRET_BYTES);

/** As an app takes it: the address of a QR code, and the secret to be typed. */
export function otpauthOf(secret: Buffer, issuer: string, label: string): { uri: string; text: string } {
  // A colon divides the issuer from the account in the label.
  const names = { issuer: issuer.replaceAll(':', ' '), label: label.replaceAll(':', ' ') };
  const totp = new TOTP({ ...SETTINGS, ...names, secret: secretOf(secret) });
  return { uri: totp.toString(), text: totp.secret.base32 };
}

/**
 * The time step whose code this is, the present one or one beside it.
 * @param now milliseconds since 1970
 */
export function stepOf(secret: Buffer, code: string, now: number): number | null {
  const delta = TOTP.validate({
    ...SETTINGS,
    secret: secretOf(secret),
    token: code,
    timestamp: now,
    window: WINDOW,
  });
  return delta === null ? null : TOTP.counter({ period: SETTINGS.period, timestamp: now }) + delta;
}

/** Six digits, with spaces as apps show them. */
export function asTotp(code: string): string | null {
  const digits = code.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** Four groups of four characters; case, spaces and dashes do not matter. */
export function asRecoveryCode(code: string): string | null {
  const letters = code.replaceAll(/[\s-]/g, '').toLowerCase();
  return /^[a-z2-7]{16}$/.test(letters) ? letters : null;
}

/** Codes for the day on which the app is lost: 80 bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    base32(randomBytes(RECOVERY_BYTES)).match(/.{4}/g)!.join('-'),
  );
}

/** Of one account: equal codes of two have different hashes. @param code as asRecoveryCode() gives it */
export const recoveryHash = (userId: string, code: string): string =>
  createHash('sha256').update(`rowhouse recovery code\0${userId}\0${code}`).digest('hex');

const secretOf = (bytes: Buffer): Secret =>
  new Secret({
    buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
  });

function base32(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  return Array.from({ length }, (_, i) => BASE32[Number((bits >> BigInt((length - 1 - i) * 5)) & 31n)]).join(
    '',
  );
}
