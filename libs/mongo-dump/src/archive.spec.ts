import { readdirSync, readFileSync } from 'node:fs';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { type ArchiveEvent, readArchive } from './archive-reader.js';
import { writeArchive } from './archive-writer.js';
import { collectionOfFile, directoryFile } from './directory.js';
import { documentsOf } from './documents.js';
import { type DumpedCollection, storeOf } from './dump.types.js';

const GOLDEN = join(import.meta.dirname, '..', 'golden');
const archive = readFileSync(join(GOLDEN, 'golden.archive'));

/** The same bytes in pieces of this size. */

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: AsyncIterable<Uint8Array>) {
  const collections: DumpedCollection[] = [];
  const documents = new Map<string, Buffer>();
  const ended: string[] = [];
  for await (const event of readArchive(bytes)) {
    if (event.kind === 'collection') collections.push(event.collection);
    else if (event.kind === 'end') ended.push(event.store);
    else
      documents.set(
        event.store,
        Buffer.concat([documents.get(event.store) ?? Buffer.alloc(0), ...event.documents]),
      );
  }
  return { collections, documents, ended };
}

const events = async (bytes: Buffer): Promise<ArchiveEvent[]> => {
  const all: ArchiveEvent[] = [];
  for await (const event of readArchive(pieces(bytes, 4096))) all.push(event);
  return all;
};

describe('archives of mongodump', () => {
  it.each([1, 7, 4096, 1 << 20])('are read whatever the pieces (%i bytes)', async (size) => {
    const { collections, documents, ended } = await read(pieces(archive, size));
    expect(collections.map(({ name, type }) => [name, type])).toEqual([
      ['orders', 'collection'],
      ['de', 'collection'],
      ['empty', 'collection'],
      ['clus', 'collection'],
      ['ev', 'timeseries'],
      ['capped', 'collection'],
      ['v', 'view'],
    ]);
    expect(ended.sort()).toEqual(['capped', 'clus', 'de', 'empty', 'orders', 'system.buckets.ev', 'v']);
    for (const [store, bytes] of documents)
      expect(bytes.equals(readFileSync(join(GOLDEN, 'dir/org_golden', `${store}.bson`)))).toBe(true);
  });

  it('are read packed too', async () => {
    const packed = createReadStream(join(GOLDEN, 'golden.archive.gz')).pipe(createGunzip());
    expect((await read(packed)).documents.get('orders')).toEqual(
      (await read(pieces(archive, 4096))).documents.get('orders'),
    );
  });

  it('are written so that they are read the same, sums included', async () => {
    const { collections, documents } = await read(pieces(archive, 4096));
    const written: Buffer[] = [];
    const stores = (collection: DumpedCollection) =>
      documentsOf(pieces(documents.get(storeOf(collection)) ?? Buffer.alloc(0), 999));
    for await (const part of writeArchive({ server: '8.2.0', tool: '0' }, collections, stores))
      written.push(part);
    const again = await read(pieces(Buffer.concat(written), 4096));
    expect(again.collections).toEqual(collections);
    expect(again.documents).toEqual(documents);
    expect(again.ended).toEqual(collections.map(storeOf));
  });

  it('are refused when a byte of a document changed', async () => {
    const changed = Buffer.from(archive);
    const inside = archive.indexOf(readFileSync(join(GOLDEN, 'dir/org_golden/orders.bson')).subarray(0, 200));
    changed[inside + 40] ^= 1;
    await expect(events(changed)).rejects.toMatchObject({ name: 'DumpError', code: 'checksum' });
  });

  it('are refused when their end is missing, wherever they were cut', async () => {
    for (let length = 4; length < archive.length - 1; length += 997) {
      const cut = events(archive.subarray(0, length));
      await expect(cut.then((all) => all.length)).rejects.toMatchObject({ name: 'DumpError' });
    }
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'format'],
    ['text', Buffer.from('{"a": 1}'.repeat(10)), 'format'],
    [
      'a length below that of a document',
      Buffer.concat([archive.subarray(0, 4), Buffer.alloc(64)]),
      'format',
    ],
    [
      'a length above that of a document',
      Buffer.concat([archive.subarray(0, 4), Buffer.from([0, 0, 0, 0x70])]),
      'format',
    ],
  ])('are told from %s', async (_what, bytes, code) => {
    await expect(events(bytes)).rejects.toMatchObject({ name: 'DumpError', code });
  });
});

describe('files of a dump', () => {
  it('are the ones of the golden directory', () => {
    const files = readdirSync(join(GOLDEN, 'dir-gz/org_golden')).map((name) =>
      collectionOfFile(`./dump/org_golden/${name}`),
    );
    expect(files).toContainEqual({ db: 'org_golden', collection: 'ev', kind: 'metadata', gzip: true });
    expect(files).toContainEqual({
      db: 'org_golden',
      collection: 'system.buckets.ev',
      kind: 'documents',
      gzip: true,
    });
    expect(files).not.toContain(undefined);
  });

  it.each([
    ['orders', 'orders'],
    ['a b/c%d', 'a%20b%2Fc%25d'],
    ["it's (1)*!", 'it%27s%20%281%29%2A%21'],
    ['$x&y+z:a=b@c', '$x&y+z:a=b@c'],
    ['größe', 'gr%C3%B6%C3%9Fe'],
  ])('of %s are called %s', (collection, file) => {
    expect(directoryFile(collection)).toBe(file);
    expect(collectionOfFile(`db/${file}.bson`)?.collection).toBe(collection);
  });

  it('have names of at most 238 bytes', () => {
    expect(directoryFile('x'.repeat(238))).toBe('x'.repeat(238));
    const long = directoryFile('x'.repeat(239));
    expect(long).toMatch(/^x{208}%24[\w-]{27}$/);
    expect(directoryFile('x'.repeat(240))).not.toBe(long);
  });

  it('are not those with other names', () => {
    expect(collectionOfFile('dump/oplog.bson')?.db).toBe('dump');
    expect(collectionOfFile('oplog.bson')).toBeUndefined();
    expect(collectionOfFile('dump/db/prelude.json')).toBeUndefined();
  });

  it('split into documents', async () => {
    let count = 0;
    const bytes = readFileSync(join(GOLDEN, 'dir/org_golden/orders.bson'));
    for await (const batch of documentsOf(pieces(bytes, 5))) count += batch.length;
    expect(count).toBe(300);
    const cut = documentsOf(pieces(bytes.subarray(0, -1), 100));
    await expect(cut.next()).rejects.toMatchObject({ code: 'truncated' });
    const ended = documentsOf(pieces(Buffer.from([255, 255, 255, 255]), 4));
    await expect(ended.next()).rejects.toMatchObject({ code: 'format' });
  });
});
