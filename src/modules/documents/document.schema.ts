import mongoose, { Types } from 'mongoose';
import { AppError } from '../../common/errors/app-error.js';

export type DocumentId = Types.ObjectId | string;

/** A document of an organization; those written by others directly in MongoDB may lack `_rev`. */
export interface StoredDocument {
  _id: unknown;
  _rev?: unknown;
  [field: string]: unknown;
}

const HEX24 = /^[0-9a-f]{24}$/i;
/** No white space, no control or formatting characters: it is a path segment people read and type. */
const VISIBLE = /^[^\s\p{C}]{1,128}$/u;
/** Last path segments that mean something else, or that clients resolve before sending. */
const TAKEN_IDS = new Set(['count', 'export', 'import', '.', '..']);

/** @throws AppError document.invalid naming `_id` */
export function toDocumentId(value: unknown): DocumentId {
  if (typeof value !== 'string') throw badId('_id must be text');
  if (HEX24.test(value)) return new Types.ObjectId(value);
  if (!VISIBLE.test(value)) throw badId('_id must have 1 to 128 visible characters');
  if (TAKEN_IDS.has(value)) throw badId(`_id must not be ${value}`);
  return value;
}

/** The stored form of an `_id` in a filter; what could be no `_id` of ours simply finds nothing. */
export function idValue(value: string): DocumentId {
  return HEX24.test(value) ? new Types.ObjectId(value) : value;
}

export function newDocumentId(): DocumentId {
  return new Types.ObjectId();
}

/** Values with their BSON types, as bytes. */
export function packValues(values: unknown[]): Uint8Array {
  return mongoose.mongo.BSON.serialize({ v: values });
}

export function unpackValues(bytes: Uint8Array): unknown[] {
  return mongoose.mongo.BSON.deserialize(bytes)['v'] as unknown[];
}

function badId(sentence: string): AppError {
  return new AppError('document.invalid', { errors: { _id: sentence } });
}
