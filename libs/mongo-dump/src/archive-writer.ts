import { Int32, Long, serialize } from 'bson';
import { MAGIC } from './archive-reader.js';
import { asInt64, crc64, type Crc64 } from './crc64.js';
import { type DumpedCollection, storeOf } from './dump.types.js';

const END = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const NOTHING: Crc64 = { high: 0, low: 0 };

/**
 * The bytes of an archive, one collection after the other, unpacked.
 * @param versions of the server that the documents come from, and of who writes this
 * @param documents of a collection, in batches; asked for when its turn comes, not for views
 */
export async function* writeArchive(
  versions: { server: string; tool: string },
  collections: readonly DumpedCollection[],
  documents: (collection: DumpedCollection) => AsyncIterable<readonly Uint8Array[]>,
): AsyncGenerator<Buffer, void> {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(MAGIC);
  yield Buffer.concat([
    magic,
    serialize({
      concurrent_collections: new Int32(1),
      version: '0.1',
      server_version: versions.server,
      tool_version: versions.tool,
    }),
    ...collections.map(({ db, name, metadata, type }) =>
      serialize({ db, collection: name, metadata, size: new Int32(0), type }),
    ),
    END,
  ]);
  for (const collection of collections) {
    const { db } = collection;
    const store = storeOf(collection);
    yield Buffer.concat([header(db, store, NOTHING, false)]);
    let sum = NOTHING;
    if (collection.type !== 'view') {
      for await (const batch of documents(collection)) {
        const bytes = Buffer.concat(batch);
        sum = crc64(bytes, sum);
        yield bytes;
      }
    }
    yield Buffer.concat([END, header(db, store, sum, true), END]);
  }
}

const header = (db: string, collection: string, sum: Crc64, isEnd: boolean): Uint8Array =>
  serialize({ db, collection, EOF: isEnd, CRC: Long.fromBigInt(asInt64(sum)) });
