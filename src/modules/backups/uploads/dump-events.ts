import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  collectionOfFile,
  documentsOf,
  DumpError,
  type DumpedCollection,
  readArchive,
} from '@rowhouse/mongo-dump';
import { extract } from 'tar-stream';

/** What a dump tells. Documents may come before what says how their collection is made. */
export type DumpEvent =
  /** @param key names the documents of it */
  | { kind: 'definition'; db: string; key: string; collection: DumpedCollection }
  | { kind: 'documents'; db: string; key: string; documents: Buffer[] };

/** Of an archive. */
const MAGIC = 0x8199e26d;
const GZIP = 0x8b1f;
/** Where a tar file says that it is one; and how much of it has to be read for that. */
const TAR_AT = 257;
const TAR_HEAD = 512;
const MAX_METADATA_BYTES = 1024 * 1024;
const MAX_FILES = 10_000;
const BUCKETS = 'system.buckets.';

/**
 * Reads what `mongodump` wrote: an archive, or its folder as a tar file; each packed or not.
 * @throws DumpError for what is none, or is cut off
 */
export async function* dumpEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<DumpEvent, void> {
  const [packedHead, all] = await peek(bytes, 2);
  const isPacked = packedHead.length >= 2 && packedHead.readUInt16LE() === GZIP;
  const [head, plain] = await peek(isPacked ? gunzipped(all) : all, TAR_HEAD);
  if (head.length >= 4 && head.readUInt32LE() === MAGIC) yield* ofArchive(plain);
  else if (head.subarray(TAR_AT, TAR_AT + 5).toString('latin1') === 'ustar') yield* ofFolder(plain);
  else throw new DumpError('format', 'This is neither an archive of mongodump nor a tar file of its folder.');
}

async function* ofArchive(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<DumpEvent, void> {
  for await (const event of readArchive(bytes)) {
    if (event.kind === 'collection') {
      const { db, name, type } = event.collection;
      const key = type === 'timeseries' ? BUCKETS + name : name;
      yield { kind: 'definition', db, key, collection: event.collection };
    } else if (event.kind === 'documents') {
      yield { kind: 'documents', db: event.db, key: event.store, documents: event.documents };
    }
  }
}

async function* ofFolder(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<DumpEvent, void> {
  const tar = extract();
  pipeline(Readable.from(bytes), tar as unknown as NodeJS.WritableStream, () => undefined);
  let files = 0;
  try {
    for await (const entry of tar) {
      const { header } = entry;
      if (++files > MAX_FILES) throw new DumpError('format', 'The dump has too many files.');
      const file = header.type === 'file' ? collectionOfFile(header.name) : undefined;
      if (file === undefined) {
        entry.resume();
        continue;
      }
      const { db, collection: name } = file;
      const plain = entry as AsyncIterable<Uint8Array>;
      const content = file.gzip ? gunzipped(plain) : plain;
      if (file.kind === 'metadata') yield definitionOf(db, name, await textOf(content));
      else {
        for await (const documents of documentsOf(content))
          yield { kind: 'documents', db, key: name, documents };
      }
    }
  } catch (error) {
    throw readable(error);
  }
}

function definitionOf(db: string, file: string, metadata: string): DumpEvent {
  let fields: Record<string, unknown>;
  try {
    fields = (JSON.parse(metadata) ?? {}) as Record<string, unknown>;
  } catch {
    throw new DumpError('format', 'The metadata of a collection are no JSON.');
  }
  const { collectionName = file, type: kind } = fields;
  if (typeof collectionName !== 'string') throw new DumpError('format', 'A collection has no name.');
  const type = kind === 'view' || kind === 'timeseries' ? kind : 'collection';
  const key = type === 'timeseries' ? BUCKETS + file : file;
  return { kind: 'definition', db, key, collection: { db, name: collectionName, type, metadata } };
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    size += part.length;
    if (size > MAX_METADATA_BYTES)
      throw new DumpError('format', 'The metadata of a collection are too long.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** The first bytes, and all of them. */
async function peek(
  bytes: AsyncIterable<Uint8Array>,
  count: number,
): Promise<[head: Buffer, all: AsyncIterable<Uint8Array>]> {
  const chunks = bytes[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < count) {
    const next = await chunks.next().catch((error: unknown) => {
      throw readable(error);
    });
    if (next.done === true) break;
    parts.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(parts);
  return [head, joined(head, chunks)];
}

async function* joined(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw readable(error);
  } finally {
    await rest.return?.();
  }
}

/** Its errors are those of its source too. */
function gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  const target = createGunzip();
  pipeline(Readable.from(bytes), target, () => undefined);
  return target as AsyncIterable<Buffer>;
}

/** What zlib and tar-stream say of bytes that are none of theirs. */
function readable(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'Z_BUF_ERROR' || /unexpected end of (data|file)/i.test(message ?? ''))
    return new DumpError('truncated', 'The dump ends in the middle of something.');
  if (typeof code === 'string' && code.startsWith('Z_'))
    return new DumpError('format', 'The dump is packed, and cannot be unpacked.');
  if (/^Invalid tar header|^Invalid size/i.test(message ?? ''))
    return new DumpError('format', 'The tar file is damaged.');
  return error;
}
