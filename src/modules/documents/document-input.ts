import { AppError } from '../../common/errors/app-error.js';
import type { JsonMode } from './bson-text.js';
import {
  type DocumentId,
  idValue,
  longOf,
  newDocumentId,
  sameId,
  storableId,
  type StoredDocument,
  toDocumentId,
} from './document.schema.js';
import { isHex24 } from './document-id.js';
import type { JsonId } from './documents.types.js';
import { newRevision } from './revision.js';
import { type Fields, ValueReader } from './value-reader.js';

/**
 * A body as the document to store, checked and read in one walk. Its `_id` is the given one, its own, or a new
 * one; its `_rev` is always new.
 * @throws AppError document.invalid naming the path of the first fault
 */
export function toDocument(body: unknown, mode: JsonMode, id?: DocumentId): StoredDocument {
  const fields = toFields(body);
  const reader = readerOf(mode);
  const document: StoredDocument = { _id: id ?? ownId(fields, reader, mode) };
  if (id !== undefined) checkSameId(fields, reader, id, mode);
  for (const key of Object.keys(fields)) {
    if (key !== '_id' && key !== '_rev') document[key] = reader.field(key, fields[key]);
  }
  document._rev = newRevision();
  return document;
}

/**
 * A merge patch without `_id` and `_rev`, checked.
 * @throws AppError document.invalid naming the path of the first fault
 */
export function toPatch(body: unknown, mode: JsonMode, id: DocumentId): Fields {
  const fields = toFields(body);
  const reader = readerOf(mode);
  checkSameId(fields, reader, id, mode);
  const patch: Fields = {};
  for (const key of Object.keys(fields)) {
    if (key !== '_id' && key !== '_rev') patch[key] = reader.field(key, fields[key]);
  }
  return patch;
}

/** @throws AppError document.invalid naming `_id` */
export function idOfPath(id: string | JsonId): DocumentId {
  if (typeof id === 'string') return idValue(id);
  return storableId(new ValueReader(ANY_KEY).field('_id', id.json));
}

const NUMBER = /^-?(0|[1-9]\d{0,18})(\.\d{1,15})?$/;

/**
 * What else the text of a path may mean, for a document that another client made: the text itself where 24 digits are
 * an ObjectId first, a number where it is text first.
 * @returns undefined when it means nothing else
 */
export function otherIdOfPath(id: string | JsonId): DocumentId {
  if (typeof id !== 'string') return undefined;
  if (isHex24(id)) return id;
  if (!NUMBER.test(id)) return undefined;
  if (id.includes('.')) return Number(id);
  return BigInt.asIntN(64, BigInt(id)) === BigInt(id) ? longOf(id) : undefined;
}

/** Why a key may not be stored, or null. */
export function keyFault(key: string): string | null {
  if (key === '') return 'A key must not be empty';
  if (key.charCodeAt(0) === 0x24) return 'A key must not start with $';
  if (key.includes('.')) return 'A key must not contain a dot';
  if (/\p{Cc}/u.test(key)) return 'A key must not contain control characters';
  // The driver reads an object with this key as one of its own types; assigning the other one sets a prototype.
  if (key === '_bsontype' || key === '__proto__') return `A key must not be ${key}`;
  return null;
}

/** Of an `_id` that was written by others, and is only looked for. */
const ANY_KEY = { extended: true, keyFault: () => null };
const RULES = { extended: { extended: true, keyFault }, plain: { extended: false, keyFault } };

const readerOf = (mode: JsonMode): ValueReader =>
  new ValueReader(mode === 'plain' ? RULES.plain : RULES.extended);

function toFields(body: unknown): Fields {
  if (typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype) {
    return body as Fields;
  }
  const message = 'A document must be a JSON object';
  throw new AppError('document.invalid', { errors: { body: message } });
}

function ownId(fields: Fields, reader: ValueReader, mode: JsonMode): DocumentId {
  if (fields['_id'] === undefined) return newDocumentId();
  return toDocumentId(reader.field('_id', fields['_id']), mode);
}

function checkSameId(fields: Fields, reader: ValueReader, id: DocumentId, mode: JsonMode): void {
  if (fields['_id'] === undefined || sameId(reader.field('_id', fields['_id']), id, mode)) return;
  reader.refuse('_id must be the one in the path', '_id');
}
