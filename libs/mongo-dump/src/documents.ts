import { ByteReader } from './byte-reader.js';
import { DumpError } from './errors.js';

/** What BSON allows inside of a server: 16 MiB and 16 KiB. Unit: bytes. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024 + 16 * 1024;
const MIN_DOCUMENT_BYTES = 5;
/** Documents of a batch, and bytes after which it ends. */
const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * The document that comes next; undefined when it is none (`-1`, which stays).
 * @throws DumpError
 */
export async function nextDocument(reader: ByteReader): Promise<Buffer | undefined> {
  if (!(await reader.need(4))) throw new DumpError('truncated', 'The dump has no end.');
  const length = reader.peekInt32();
  if (length === -1) return undefined;
  return bodyOf(reader, length);
}

async function bodyOf(reader: ByteReader, length: number): Promise<Buffer> {
  if (length < MIN_DOCUMENT_BYTES || length > MAX_DOCUMENT_BYTES)
    throw new DumpError('format', `A document says that it has ${length} bytes.`);
  await reader.need(length);
  const document = reader.take(length);
  if (document[length - 1] !== 0) throw new DumpError('format', 'A document does not end as one.');
  return document;
}

/**
 * Documents up to the next `-1` or the end of the stream, in batches.
 * @throws DumpError for bytes that are none
 */
export async function* batches(reader: ByteReader): AsyncGenerator<Buffer[], void> {
  let batch: Buffer[] = [];
  let bytes = 0;
  while ((await reader.need(4)) && reader.peekInt32() !== -1) {
    const document = await bodyOf(reader, reader.peekInt32());
    batch.push(document);
    bytes += document.length;
    if (batch.length < BATCH_DOCUMENTS && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** The documents of a `.bson` file, in batches. @throws DumpError for bytes that are none */
export async function* documentsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[], void> {
  const reader = new ByteReader(bytes);
  try {
    yield* batches(reader);
    if (await reader.need(1)) throw new DumpError('format', 'A document says that it has -1 bytes.');
  } finally {
    await reader.close();
  }
}
