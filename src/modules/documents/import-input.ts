import type { JsonMode } from './bson-text.js';
import { keyFault } from './document-input.js';
import { idValue, newDocumentId, storableId } from './document.schema.js';
import { newRevision } from './revision.js';
import { type Fields, ValueReader } from './value-reader.js';

/** Its keys keep their order, and none of them is a property. */
export type ImportedDocument = Map<string, unknown>;

/**
 * A line as the document to insert. An import brings what others have written, and only inserts it, so any `_id` and
 * keys with dots are taken, and in extended JSON keys with `$`. In canonical extended JSON the document is stored
 * as it is: with its `_rev` or without one; else it gets a new one.
 * @throws AppError document.invalid naming the path of the first fault
 */
export function toImported(body: unknown, mode: JsonMode): ImportedDocument {
  const isExtended = mode === 'canonical' || mode === 'relaxed';
  const reader = new ValueReader({
    extended: mode !== 'plain',
    keyFault: isExtended ? nulFault : importedKeyFault,
  });
  const entries = entriesOf(body, reader);
  const fields = new Map<string, unknown>([['_id', undefined]]);
  for (const [key, value] of entries) fields.set(key, reader.field(key, value));
  const own = fields.get('_id');
  const id = typeof own === 'string' ? idValue(own, mode) : own;
  fields.set('_id', id === undefined ? newDocumentId() : storableId(id));
  if (mode !== 'canonical') {
    fields.delete('_rev');
    fields.set('_rev', newRevision());
  }
  return fields;
}

function entriesOf(body: unknown, reader: ValueReader): Iterable<[string, unknown]> {
  if (body instanceof Map) return body as Map<string, unknown>;
  if (typeof body !== 'object' || body === null || Object.getPrototypeOf(body) !== Object.prototype) {
    return reader.refuse('A document must be a JSON object', 'body');
  }
  return Object.entries(body as Fields);
}

const nulFault = (key: string): string | null =>
  key.includes('\0') ? 'A key must not contain U+0000' : null;

/** What a member may write with other requests too, and dots. */
function importedKeyFault(key: string): string | null {
  const fault = keyFault(key.replaceAll('.', '') || '_');
  return key === '' ? null : fault;
}
