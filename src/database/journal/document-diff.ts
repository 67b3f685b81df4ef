import {
  ARRAY,
  BINARY,
  documentOf,
  type Field,
  fieldsOf,
  nullField,
  numberOf,
  OBJECT,
} from './bson-parts.js';

/** The server wrote a change that this version cannot apply. */
export class DiffUnknown extends Error {
  constructor(what: string) {
    super(`the change of a document cannot be applied: ${what}`);
  }
}

/** Of an object's diff: what goes, what is replaced in its place, what comes at the end, what changes inside bytes. */
interface Sections {
  gone: Set<string>;
  replaced: Map<string, Field>;
  added: Map<string, Field>;
  binary: Map<string, Field>;
  inner: Map<string, Uint8Array>;
}

/**
 * A document after an update, as the server's own replicas make it: the diff is that of its oplog (`$v: 2`), so that
 * every byte is the same, the order of fields too.
 * @param diff the value of `diff`
 * @throws DiffUnknown
 */
export function applyDiff(document: Uint8Array, diff: Uint8Array): Buffer {
  const { gone, replaced, added, binary, inner } = sectionsOf(diff);
  const fields: Field[] = [];
  for (const field of fieldsOf(document)) {
    const { name } = field;
    if (gone.has(name) || added.has(name)) continue; // what is added again moves to the end
    const instead = replaced.get(name);
    const bytes = binary.get(name);
    const changed = inner.get(name);
    if (instead !== undefined) fields.push(instead);
    else if (bytes !== undefined) fields.push(patchBytes(field, bytes));
    else fields.push(changed === undefined ? field : applyInside(field, changed));
    replaced.delete(name);
  }
  return documentOf([...fields, ...added.values(), ...replaced.values()]);
}

function sectionsOf(diff: Uint8Array): Sections {
  const sections: Sections = {
    gone: new Set(),
    replaced: new Map(),
    added: new Map(),
    binary: new Map(),
    inner: new Map(),
  };
  for (const { name, value } of fieldsOf(diff)) {
    const named = () => fieldsOf(value).map((field) => [field.name, field] as const);
    if (name === 'd') sections.gone = new Set(named().map(([gone]) => gone));
    else if (name === 'u') sections.replaced = new Map(named());
    else if (name === 'i') sections.added = new Map(named());
    else if (name === 'b') sections.binary = new Map(named());
    else if (name.startsWith('s')) sections.inner.set(name.slice(1), value);
    else throw new DiffUnknown(`section ${name}`);
  }
  return sections;
}

function applyInside(field: Field, diff: Uint8Array): Field {
  if (field.type === OBJECT) return { ...field, value: applyDiff(field.value, diff) };
  if (field.type === ARRAY) return { ...field, value: applyToArray(field.value, diff) };
  throw new DiffUnknown(`a change inside ${field.name}, which is of type ${field.type}`);
}

/** `u3` replaces the element, `s3` changes it inside, `l` is the new length. */
function applyToArray(array: Uint8Array, diff: Uint8Array): Buffer {
  const elements = fieldsOf(array);
  const put = (at: number, element: Field) => {
    while (elements.length < at) elements.push(nullField(''));
    elements[at] = element;
  };
  let length: number | undefined;
  for (const part of fieldsOf(diff)) {
    const { name } = part;
    if (name === 'a') continue;
    if (name === 'l') length = numberOf(part);
    else if (name.startsWith('u')) put(Number(name.slice(1)), part);
    else if (name.startsWith('s')) {
      const at = Number(name.slice(1));
      if (elements[at] === undefined) throw new DiffUnknown(`element ${at} is not there`);
      put(at, applyInside(elements[at], part.value));
    } else throw new DiffUnknown(`section ${name} of an array`);
  }
  if (length !== undefined) {
    while (elements.length < length) elements.push(nullField(''));
    elements.length = length;
  }
  return documentOf(elements.map(({ type, value }, i) => ({ type, name: String(i), value })));
}

/** From the offset on the bytes are these; the server changes the packed measurements of a time series so. */
function patchBytes(field: Field, { value: change }: Field): Field {
  const parts = new Map(fieldsOf(change).map((part) => [part.name, part]));
  const [offset, data] = [parts.get('o'), parts.get('d')];
  if (field.type !== BINARY || offset === undefined || data?.type !== BINARY)
    throw new DiffUnknown(`bytes of ${field.name}`);
  const kept = field.value.subarray(5, 5 + numberOf(offset)); // length, subtype, bytes
  const bytes = data.value.subarray(5);
  const head = Buffer.alloc(5);
  head.writeInt32LE(kept.length + bytes.length);
  head[4] = field.value[4];
  return { ...field, value: Buffer.concat([head, kept, bytes]) };
}
