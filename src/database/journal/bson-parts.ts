import { BSON } from 'mongodb';

/** Types of BSON by their byte. */
export const DOUBLE = 1;
export const OBJECT = 3;
export const ARRAY = 4;
export const BINARY = 5;
export const INT32 = 16;
export const INT64 = 18;
const NULL = 10;

/** A field as it stands in a document: type, name and value are its bytes. */
export interface Field {
  readonly type: number;
  readonly name: string;
  readonly value: Uint8Array;
}

/** The fields of a document, in their order; values are parts of its bytes. */
export function fieldsOf(document: Uint8Array): Field[] {
  const fields: Field[] = [];
  for (const [type, nameAt, nameLength, at, length] of BSON.onDemand.parseToElements(document)) {
    const name = Buffer.from(document.buffer, document.byteOffset + nameAt, nameLength).toString();
    fields.push({ type, name, value: document.subarray(at, at + length) });
  }
  return fields;
}

/** A document of these fields. */
export function documentOf(fields: readonly Field[]): Buffer {
  const parts: Uint8Array[] = [];
  let length = 5;
  for (const { type, name, value } of fields) {
    const head = Buffer.from(`\0${name}\0`);
    head[0] = type;
    parts.push(head, value);
    length += head.length + value.length;
  }
  const size = Buffer.alloc(4);
  size.writeInt32LE(length);
  return Buffer.concat([size, ...parts, Buffer.alloc(1)], length);
}

export const textField = (name: string, text: string): Field => {
  const bytes = Buffer.from(text);
  const value = Buffer.alloc(4 + bytes.length + 1);
  value.writeInt32LE(bytes.length + 1);
  bytes.copy(value, 4);
  return { type: 2, name, value };
};

export const nullField = (name: string): Field => ({ type: NULL, name, value: new Uint8Array(0) });

export const textOf = ({ value }: Field): string =>
  Buffer.from(value.buffer, value.byteOffset + 4, value.length - 5).toString();

/** A number that the server wrote as any of its types. */
export function numberOf({ type, value }: Field): number {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  if (type === INT32) return bytes.readInt32LE();
  return type === INT64 ? Number(bytes.readBigInt64LE()) : bytes.readDoubleLE();
}

/** Of a date. */
export const millisecondsOf = ({ value }: Field): number =>
  Number(Buffer.from(value.buffer, value.byteOffset, value.length).readBigInt64LE());

/** As the driver reads it. */
export const valueOf = (field: Field): unknown =>
  BSON.deserialize(documentOf([field]))[field.name] as unknown;

/** The documents that stand one after the other in these bytes. */
export function* eachDocument(bytes: Buffer): Generator<Buffer, void> {
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readInt32LE(at);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** One key for values that are the same `_id` to the server: 1, 1.0 and a long 1 are. */
export function idKeyOf({ type, value }: Field): string {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
  if (type === INT32) return `n${bytes.readInt32LE()}`;
  if (type === INT64) return `n${bytes.readBigInt64LE()}`;
  if (type === DOUBLE) {
    const number = bytes.readDoubleLE();
    if (Number.isInteger(number)) return `n${BigInt(number)}`;
  }
  return `${type}:${bytes.toString('latin1')}`;
}
