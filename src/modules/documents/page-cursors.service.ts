import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { packValues, unpackValues } from './document.schema.js';

/** 128 bits are beyond guessing, and half of SHA-256's length in each link. Unit: bytes. */
const MAC_BYTES = 16;
/** A cursor travels in a URL, and Node takes 16 KiB of headers with it. Unit: bytes before base64. */
const MAX_BYTES = 4096;

/** Opaque page positions nobody can make or move to another query. */
@Injectable()
export class PageCursorsService {
  /** The newest first (D15). */
  private readonly keys: readonly Buffer[];

  constructor(env: Env) {
    this.keys = signingSecrets(env).map((secret) =>
      createHmac('sha256', secret).update('rowhouse page cursor v1').digest(),
    );
  }

  /**
   * @param scope what the position belongs to: organization, collection, filter, sort
   * @throws AppError query.invalid when the values are too long for a URL
   */
  seal(scope: string, position: unknown[]): string {
    const values = packValues(position);
    if (values.length > MAX_BYTES) {
      throw new AppError('query.invalid', { errors: { sort: 'A value is too long to sort pages by' } });
    }
    return Buffer.concat([mac(this.keys[0], scope, values), values]).toString('base64url');
  }

  /** @throws AppError query.invalid when this service did not make the cursor for this scope */
  open(scope: string, cursor: string): unknown[] {
    const bytes = Buffer.from(cursor, 'base64url');
    const values = bytes.subarray(MAC_BYTES);
    const isOurs =
      bytes.length > MAC_BYTES &&
      this.keys.some((key) => timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(key, scope, values))) &&
      bytes.toString('base64url') === cursor;
    if (!isOurs) {
      throw new AppError('query.invalid', { errors: { cursor: 'The cursor does not belong to this query' } });
    }
    return unpackValues(values);
  }
}

function mac(key: Buffer, scope: string, values: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(`${Buffer.byteLength(scope)}:`)
    .update(scope)
    .update(values)
    .digest()
    .subarray(0, MAC_BYTES);
}
