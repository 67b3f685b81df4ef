import { fieldOf, only, textOf } from './bson-fields.js';
import { BsonText } from './bson-text.js';

const HEX24 = /^[0-9a-f]{24}$/i;
/** No white space, no control or formatting characters: it is a path segment people read and type. */
const VISIBLE = /^[^\s\p{C}]{1,128}$/u;
/** Last path segments that mean something else, or that clients resolve before sending. */
const TAKEN_IDS = new Set(['count', 'export', 'import', '.', '..']);
const OBJECT_ID = 0x07;

/** Text that is shown for, and taken as, an ObjectId. */
export const isHex24 = (text: string): boolean => HEX24.test(text);

/** Why a text is no `_id` for a new document, or null. */
export function textIdFault(text: string): string | null {
  if (!VISIBLE.test(text)) return '_id must have 1 to 128 visible characters';
  return TAKEN_IDS.has(text) ? `_id must not be ${text}` : null;
}

/** The path segment that means the `_id` of a document without more, or undefined when only JSON says it. */
export function plainIdOf(document: Buffer): string | undefined {
  const field = fieldOf(document, '_id');
  if (field?.type === OBJECT_ID) return document.toString('hex', field.value, field.end);
  const text = textOf(document, '_id');
  return text !== undefined && !isHex24(text) && textIdFault(text) === null ? text : undefined;
}

/** The `_id` of a document as extended JSON, which says its type; undefined without one. */
export function jsonIdOf(document: Buffer): string | undefined {
  const field = fieldOf(document, '_id');
  return field && BsonText.write(only(document, [field]), 'relaxed').slice('{"_id":'.length, -1);
}
