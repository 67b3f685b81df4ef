import mongoose, { Types } from 'mongoose';
import { AppError } from '../../common/errors/app-error.js';
import { type BsonField, fieldOf, fieldsOf, only } from './bson-fields.js';
import { BsonText, type JsonMode } from './bson-text.js';
import { isHex24, textIdFault } from './document-id.js';

const { BSON, BSONRegExp, Long } = mongoose.mongo;

/** Any BSON value but an array, a regular expression and undefined; those made by members are ObjectIds or text. */
export type DocumentId = unknown;

/** A document of an organization; those written by others directly in MongoDB may lack `_rev`. */
export interface StoredDocument {
  _id: unknown;
  _rev?: unknown;
  [field: string]: unknown;
}

/** Numbers as the classes of their kinds; a JavaScript RegExp would say less than is stored. */
const EXACTLY = { promoteValues: false, bsonRegExp: true } as const;
const EMBEDDED = 0x03;
/**
 * The `_id` that a new document names: text, or a value of extended JSON.
 * @throws AppError document.invalid naming `_id`
 */
export function toDocumentId(value: unknown, mode: JsonMode): DocumentId {
  if (typeof value === 'string') return textId(value, mode);
  if (isBsonValue(value)) return storableId(value);
  throw badId('_id must be text');
}

/**
 * An `_id` of any type: what an import brings, or what a path names.
 * @throws AppError document.invalid naming `_id`
 */
export function storableId(value: unknown): DocumentId {
  if (Array.isArray(value) || value instanceof BSONRegExp || value === undefined) {
    throw badId('_id must not be an array or a regular expression');
  }
  return value;
}

/** The stored form of an `_id` as plain JSON shows it: 24 hexadecimal digits are an ObjectId. */
export function idValue(value: string, mode: JsonMode = 'standard'): DocumentId {
  const isShownAsText = mode === 'standard' || mode === 'plain';
  return isShownAsText && isHex24(value) ? new Types.ObjectId(value) : value;
}

/** Whether a body's `_id` is the one of the path. Kinds of numbers are one number, as they are for an index. */
export function sameId(own: unknown, id: DocumentId, mode: JsonMode): boolean {
  if (own === id) return true;
  const given = typeof own === 'string' ? idValue(own, mode) : own;
  return asText(given) === asText(id);
}

export function newDocumentId(): DocumentId {
  return new Types.ObjectId();
}

export const longOf = (text: string): unknown => Long.fromString(text);

/** Values with their BSON types, as bytes. */
export function packValues(values: unknown[]): Uint8Array {
  return BSON.serialize({ v: values });
}

export function unpackValues(bytes: Uint8Array): unknown[] {
  return BSON.deserialize(bytes, EXACTLY)['v'] as unknown[];
}

/** Some fields of a document, with their BSON types. */
export function valuesOf(document: Buffer, names: ReadonlySet<string>): StoredDocument {
  const fields = [...fieldsOf(document)].filter(({ name }) => names.has(name));
  return BSON.deserialize(only(document, fields), EXACTLY) as StoredDocument;
}

/** The `_id` of a document, with the order of its keys: equal ids have equal bytes. */
export function idOf(document: Buffer): DocumentId {
  const field = fieldOf(document, '_id');
  return field && exactValue(document, field);
}

/** A document as its bytes. */
export function packDocument(document: StoredDocument): Buffer {
  return Buffer.from(BSON.serialize(document, { ignoreUndefined: true }));
}

/** Bytes of a document as the driver writes it, without writing it. */
export function sizeOf(document: StoredDocument | ReadonlyMap<string, unknown>): number {
  return BSON.calculateObjectSize(document, { ignoreUndefined: true });
}

function textId(value: string, mode: JsonMode): DocumentId {
  const fault = textIdFault(value);
  if (fault !== null) throw badId(fault);
  return idValue(value, mode);
}

/** One of the driver's classes. */
function isBsonValue(value: unknown): boolean {
  if (value instanceof Date) return true;
  return (
    typeof value === 'object' && value !== null && '_bsontype' in (Object.getPrototypeOf(value) as object)
  );
}

function exactValue(bytes: Buffer, field: BsonField): unknown {
  if (field.type !== EMBEDDED) return BSON.deserialize(only(bytes, [field]), EXACTLY)[field.name];
  const embedded = bytes.subarray(field.value, field.end);
  return new Map([...fieldsOf(embedded)].map((inner) => [inner.name, exactValue(embedded, inner)]));
}

function asText(id: unknown): string {
  return BsonText.write(Buffer.from(BSON.serialize({ id })), 'standard');
}

function badId(message: string): AppError {
  return new AppError('document.invalid', { errors: { _id: message } });
}
