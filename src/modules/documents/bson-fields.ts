/** One field of a BSON document, by its place in the bytes. */
export interface BsonField {
  name: string;
  type: number;
  /** Of the type byte. */
  start: number;
  /** Of the value, and behind it. */
  value: number;
  end: number;
}

const DOCUMENT = 0x03;
const ARRAY = 0x04;
const TEXT = 0x02;

/** The fields of a document in their order; nothing is read that nobody asks for. */
export function* fieldsOf(bytes: Buffer): Generator<BsonField, void> {
  let at = 4;
  for (let type = bytes[at]; type !== 0; type = bytes[at]!) {
    const start = at;
    const nameEnd = bytes.indexOf(0, start + 1);
    const value = nameEnd + 1;
    at = value + sizeOf(bytes, type, value);
    yield { name: bytes.toString('utf8', start + 1, nameEnd), type, start, value, end: at };
  }
}

export function fieldOf(bytes: Buffer, name: string): BsonField | undefined {
  for (const field of fieldsOf(bytes)) if (field.name === name) return field;
  return undefined;
}

/** The text of a field, or undefined when it is absent or no text. */
export function textOf(bytes: Buffer, name: string): string | undefined {
  const field = fieldOf(bytes, name);
  return field?.type === TEXT ? bytes.toString('utf8', field.value + 4, field.end - 1) : undefined;
}

/** The documents of a field that is an array of documents. */
export function documentsOf(bytes: Buffer, name: string): Buffer[] {
  const field = fieldOf(bytes, name);
  if (field?.type !== ARRAY) return [];
  const items = [...fieldsOf(bytes.subarray(field.value, field.end))];
  return items
    .filter(({ type }) => type === DOCUMENT)
    .map(({ value, end }) => bytes.subarray(field.value + value, field.value + end));
}

/** A document without its last field of that name. */
export function without(bytes: Buffer, name: string): Buffer {
  const field = [...fieldsOf(bytes)].findLast((one) => one.name === name);
  if (field === undefined) return bytes;
  const rest = Buffer.concat([bytes.subarray(0, field.start), bytes.subarray(field.end)]);
  rest.writeInt32LE(rest.length, 0);
  return rest;
}

/** A document of these fields of another one, in the order given. */
export function only(bytes: Buffer, fields: readonly BsonField[]): Buffer {
  const parts = fields.map(({ start, end }) => bytes.subarray(start, end));
  const document = Buffer.concat([Buffer.alloc(4), ...parts, Buffer.alloc(1)]);
  document.writeInt32LE(document.length, 0);
  return document;
}

/** Bytes of a value (https://bsonspec.org). */
function sizeOf(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case 0x01:
    case 0x09:
    case 0x11:
    case 0x12:
      return 8;
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + bytes.readInt32LE(at);
    case DOCUMENT:
    case ARRAY:
    case 0x0f:
      return bytes.readInt32LE(at);
    case 0x05:
      return 5 + bytes.readInt32LE(at);
    case 0x07:
      return 12;
    case 0x08:
      return 1;
    case 0x0b:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 - at;
    case 0x0c:
      return 16 + bytes.readInt32LE(at);
    case 0x10:
      return 4;
    case 0x13:
      return 16;
    default:
      return 0; // null, undefined, MinKey, MaxKey
  }
}
