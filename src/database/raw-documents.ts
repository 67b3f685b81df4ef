import { createRequire } from 'node:module';
import { BSON } from 'mongodb';

/**
 * The driver's own way to put serialized documents into a command (OP_MSG, section 1). It is not part of its
 * public interface, and the only way to insert bytes as they were read: a document that becomes a JavaScript
 * object loses the place of keys such as "2024", a second key of one name, and dates beyond the year 275760.
 */
interface DocumentSequence {
  push(document: object, bytes: Uint8Array): number;
}

const { DocumentSequence: Sequence } = createRequire(import.meta.url)('mongodb/lib/cmap/commands.js') as {
  DocumentSequence: new (field: string) => DocumentSequence;
};

/** A document as the server has it. */
export type RawDocument = Uint8Array;

/** The value of a command's field that is a list of documents. */
export function sequenceOf(field: string, documents: readonly RawDocument[]): object {
  const sequence = new Sequence(field);
  for (const document of documents) sequence.push({}, document);
  return sequence;
}

/** Documents of a batch that is copied; documents may have 16 MB each, so that it ends at so many bytes as well. */
const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8 * 1024 * 1024;

/** The same documents, in batches of what one insert takes. */
export async function* inBatches(documents: AsyncIterable<RawDocument>): AsyncGenerator<RawDocument[], void> {
  let batch: RawDocument[] = [];
  let bytes = 0;
  for await (const document of documents) {
    batch.push(document);
    bytes += document.length;
    if (batch.length < BATCH_DOCUMENTS && bytes < BATCH_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

type Element = ReturnType<typeof BSON.onDemand.parseToElements> extends Iterable<infer E> ? E : never;

const OBJECT = 3;
const ARRAY = 4;

/** A field of a document, of its exact type and with its keys in order; undefined when it has none of the name. */
export function fieldOf(document: RawDocument, field: string): unknown {
  for (const element of BSON.onDemand.parseToElements(document)) {
    if (nameOf(document, element) === field) return valueOf(document, element);
  }
  return undefined;
}

/** A document whose keys stay in their order when it is serialized again. */
export function toMap(document: RawDocument): Map<string, unknown> {
  const elements = [...BSON.onDemand.parseToElements(document)];
  return new Map(elements.map((element) => [nameOf(document, element), valueOf(document, element)]));
}

function nameOf(document: RawDocument, [, offset, length]: Element): string {
  return Buffer.from(document.buffer, document.byteOffset + offset, length).toString();
}

function valueOf(document: RawDocument, [type, , , offset, length]: Element): unknown {
  const bytes = document.subarray(offset, offset + length);
  if (type === OBJECT) return toMap(bytes);
  if (type === ARRAY) return [...toMap(bytes).values()];
  const alone = Buffer.alloc(4 + 1 + 2 + length + 1); // { v: value }
  alone.writeInt32LE(alone.length, 0);
  alone[4] = type;
  alone.write('v', 5);
  alone.set(bytes, 7);
  return BSON.deserialize(alone, { promoteValues: false, bsonRegExp: true })['v'] as unknown;
}

/** Two values of one text are the same value of the same types. */
export const specOf = (value: unknown): string => BSON.EJSON.stringify({ value }, { relaxed: false });
