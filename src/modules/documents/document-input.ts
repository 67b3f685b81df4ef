import { AppError } from '../../common/errors/app-error.js';
import { newDocumentId, toDocumentId, type DocumentId, type StoredDocument } from './document.schema.js';
import { newRevision } from './revision.js';

/** Characters of a path that a refusal repeats. */
const MAX_SHOWN_PATH = 200;

interface Fault {
  path: string[];
  sentence: string;
}

/**
 * A body as the document to store, checked in one walk. Its `_id` is the given one, its own, or a new one;
 * its `_rev` is always new.
 * @throws AppError document.invalid naming the path of the first fault
 */
export function toDocument(body: unknown, id?: DocumentId): StoredDocument {
  const fields = toFields(body);
  const document: StoredDocument = { _id: id ?? ownId(fields) };
  if (id !== undefined) checkSameId(fields, id);
  for (const key of Object.keys(fields)) {
    if (key === '_id' || key === '_rev') continue;
    const value = fields[key];
    const fault = faultOf(key, value);
    if (fault !== null) throw refusal(fault);
    document[key] = value;
  }
  document._rev = newRevision();
  return document;
}

/**
 * A merge patch without `_id` and `_rev`, checked.
 * @throws AppError document.invalid naming the path of the first fault
 */
export function toPatch(body: unknown, id: DocumentId): Record<string, unknown> {
  const { _id: _, _rev: __, ...patch } = toFields(body);
  checkSameId(body as Record<string, unknown>, id);
  const fault = faultIn(patch);
  if (fault !== null) throw refusal(fault);
  return patch;
}

/** Why a key may not be stored, or null. */
export function keyFault(key: string): string | null {
  if (key === '') return 'A key must not be empty';
  if (key.charCodeAt(0) === 0x24) return 'A key must not start with $';
  if (key.includes('.')) return 'A key must not contain a dot';
  if (key.includes('\0')) return 'A key must not contain U+0000';
  // The driver reads an object with this key as one of its own types.
  if (key === '_bsontype' || key === '__proto__') return `A key must not be ${key}`;
  return null;
}

function toFields(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw refusal({ path: ['body'], sentence: 'A document must be a JSON object' });
}

function ownId(fields: Record<string, unknown>): DocumentId {
  return fields['_id'] === undefined ? newDocumentId() : toDocumentId(fields['_id']);
}

function checkSameId(fields: Record<string, unknown>, id: DocumentId): void {
  const own = fields['_id'];
  if (own === undefined || String(toDocumentId(own)) === String(id)) return;
  throw refusal({ path: ['_id'], sentence: '_id must be the one in the path' });
}

/** Recursive: the JSON parser has bounded the depth. */
function faultIn(value: unknown): Fault | null {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : { path: [], sentence: 'A number must be finite' };
  }
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const fault = faultIn(value[i]);
      if (fault !== null) return under(String(i), fault);
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    const fault = faultOf(key, (value as Record<string, unknown>)[key]);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOf(key: string, value: unknown): Fault | null {
  const sentence = keyFault(key);
  if (sentence !== null) return { path: [key], sentence };
  const fault = faultIn(value);
  return fault === null ? null : under(key, fault);
}

function under(key: string, { path, sentence }: Fault): Fault {
  return { path: [key, ...path], sentence };
}

function refusal({ path, sentence }: Fault): AppError {
  return new AppError('document.invalid', {
    errors: { [path.join('.').slice(0, MAX_SHOWN_PATH)]: sentence },
  });
}
