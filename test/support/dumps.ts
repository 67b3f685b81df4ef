import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeArchive } from '@rowhouse/mongo-dump';
import { BSON } from 'mongodb';
import { pack } from 'tar-stream';

/** Dumps that the real mongodump wrote. */
export const GOLDEN = resolve(__dirname, '../../libs/mongo-dump/golden');

export const goldenHashes = (): Record<string, string> =>
  JSON.parse(readFileSync(join(GOLDEN, 'dbHash.json'), 'utf8')) as Record<string, string>;

export const goldenArchive = (name: 'golden.archive' | 'golden.archive.gz'): Buffer =>
  readFileSync(join(GOLDEN, name));

/** A folder of mongodump as a tar file. */
export async function tarOf(folder: 'dir' | 'dir-gz'): Promise<Buffer> {
  const tar = pack();
  for (const file of readdirSync(join(GOLDEN, folder, 'org_golden')).sort())
    tar.entry({ name: `dump/org_golden/${file}` }, readFileSync(join(GOLDEN, folder, 'org_golden', file)));
  tar.finalize();
  return collect(tar as AsyncIterable<Buffer>);
}

export interface MadeCollection {
  db?: string;
  name: string;
  type?: 'collection' | 'timeseries' | 'view';
  options?: object;
  indexes?: object[];
  documents?: (object | Buffer)[];
}

/** An archive that nobody's mongodump wrote. */
export function archiveOf(collections: readonly MadeCollection[]): Promise<Buffer> {
  const dumped = collections.map(
    ({ db = 'shop', name, type = 'collection', options = {}, indexes = [] }) => ({
      db,
      name,
      type,
      metadata: JSON.stringify({ options, indexes, collectionName: name, type }),
    }),
  );
  const documents = async function* ({ name }: { name: string }): AsyncGenerator<Buffer[], void> {
    const { documents: all = [] } = collections.find((one) => one.name === name)!;
    yield await Promise.resolve(
      all.map((one) => (Buffer.isBuffer(one) ? one : Buffer.from(BSON.serialize(one)))),
    );
  };
  return collect(writeArchive({ server: '8.2.0', tool: '100.13.0' }, dumped, documents));
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}
