import { deserialize, type Document, Long } from 'bson';
import { ByteReader } from './byte-reader.js';
import { asInt64, crc64, type Crc64 } from './crc64.js';
import { batches, nextDocument } from './documents.js';
import type { DumpedCollection } from './dump.types.js';
import { DumpError } from './errors.js';

export const MAGIC = 0x8199e26d;

/** What an archive tells, in its order: all collections first. Documents of several may be interleaved. */
export type ArchiveEvent =
  | { kind: 'collection'; collection: DumpedCollection }
  | { kind: 'documents'; db: string; store: string; documents: Buffer[] }
  /** No more documents of it; their sum was right. */
  | { kind: 'end'; db: string; store: string };

interface Namespace {
  db: string;
  store: string;
  isEnd: boolean;
  crc: bigint;
}

/**
 * Reads an archive as `mongodump --archive` writes it, unpacked.
 * @throws DumpError `format`, `truncated` or `checksum`
 */
export async function* readArchive(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEvent, void> {
  const reader = new ByteReader(bytes);
  try {
    yield* prelude(reader);
    yield* body(reader);
  } finally {
    await reader.close();
  }
}

async function* prelude(reader: ByteReader): AsyncGenerator<ArchiveEvent, void> {
  if (!(await reader.need(4)) || reader.take(4).readUInt32LE() !== MAGIC)
    throw new DumpError('format', 'This is no archive of mongodump.');
  const header = await nextDocument(reader);
  if (header === undefined || parse(header)['version'] !== '0.1')
    throw new DumpError('format', 'The archive has an unknown version.');
  for (let document; (document = await nextDocument(reader)) !== undefined;)
    yield { kind: 'collection', collection: collectionOf(parse(document)) };
  reader.take(4);
}

async function* body(reader: ByteReader): AsyncGenerator<ArchiveEvent, void> {
  const sums = new Map<string, Crc64>();
  while (await reader.need(4)) {
    const header = await nextDocument(reader);
    if (header === undefined) throw new DumpError('format', 'A part of the archive has no header.');
    const { db, store, isEnd, crc } = namespaceOf(parse(header));
    const key = `${db}.${store}`;
    let sum = sums.get(key) ?? { high: 0, low: 0 };
    for await (const documents of batches(reader)) {
      for (const document of documents) sum = crc64(document, sum);
      yield { kind: 'documents', db, store, documents };
    }
    if (!(await reader.need(4))) throw new DumpError('truncated', 'The archive ends within a collection.');
    reader.take(4);
    sums.set(key, sum);
    if (!isEnd) continue;
    if (asInt64(sum) !== crc)
      throw new DumpError('checksum', `The sum of ${key} is not the one it should have.`);
    sums.delete(key);
    yield { kind: 'end', db, store };
  }
  const [open] = sums.keys();
  if (open !== undefined) throw new DumpError('truncated', `The archive has no end of ${open}.`);
}

function parse(document: Buffer): Document {
  try {
    return deserialize(document, { promoteLongs: false });
  } catch {
    throw new DumpError('format', 'A header of the archive is no document.');
  }
}

function collectionOf(fields: Document): DumpedCollection {
  const { db, collection, metadata, type } = fields as Record<string, unknown>;
  if (typeof db !== 'string' || typeof collection !== 'string' || typeof metadata !== 'string')
    throw new DumpError('format', 'A collection of the archive has no name.');
  return {
    db,
    name: collection,
    type: type === 'view' || type === 'timeseries' ? type : 'collection',
    metadata,
  };
}

function namespaceOf(fields: Document): Namespace {
  const { db, collection, EOF, CRC } = fields as Record<string, unknown>;
  if (typeof db !== 'string' || typeof collection !== 'string')
    throw new DumpError('format', 'A part of the archive has no name.');
  return { db, store: collection, isEnd: EOF === true, crc: Long.isLong(CRC) ? CRC.toBigInt() : 0n };
}
