import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { Types } from 'mongoose';
import type { Env } from '../../config/env.js';
import { CommandTime } from './command-time.js';
import { packDocument } from './document.schema.js';
import { DocumentsRepository, MAX_SLICE_BYTES } from './documents.repository.js';
import { ReplySizes } from './reply-sizes.js';

const { MongoNetworkError, MongoServerError, MongoServerSelectionError } = mongoose.mongo;
const document = { _id: new Types.ObjectId(), name: 'Ada' };

/** A database whose bare command fails, as it does while a replica set elects. */
function failing(error: Error) {
  const findOne = jest.fn().mockResolvedValue(document);
  const db = { db: { command: jest.fn().mockRejectedValue(error) }, collection: () => ({ findOne }) };
  return { db: db as unknown as TenantDb, findOne };
}

describe('findById when the bare command fails', () => {
  const sut = new DocumentsRepository(new CommandTime({ REQUEST_TIMEOUT_MS: 5000 } as Env));

  it.each([
    ['the connection broke', new MongoNetworkError('connection closed')],
    ['the server is no primary any more', new MongoServerError({ message: 'not primary', code: 10107 })],
  ])('asks again with the retries of the driver: %s', async (_, error) => {
    const { db, findOne } = failing(error);
    expect(await sut.findById(db, 'data', document._id)).toBe(document);
    expect(findOne).toHaveBeenCalledWith({ _id: document._id }, { raw: true, maxTimeMS: 4000 });
  });

  it('does not wait a second time for a server that is not there', async () => {
    const { db, findOne } = failing(new MongoServerSelectionError('no server', {} as never));
    await expect(sut.findById(db, 'data', document._id)).rejects.toThrow('no server');
    expect(findOne).not.toHaveBeenCalled();
  });
});

describe('a page of documents as large as itself', () => {
  const sut = new DocumentsRepository(new CommandTime({ REQUEST_TIMEOUT_MS: 5000 } as Env));
  const large = (id: string) => packDocument({ _id: id, text: 'x'.repeat(2 * MAX_SLICE_BYTES) });

  /** A collection whose cursor has one document in each batch. */
  function collectionOf(...ids: string[]) {
    const left = [...ids];
    const hasNext = jest.fn(() => Promise.resolve(left.length > 0));
    const cursor = {
      hasNext,
      readBufferedDocuments: () => [large(left.shift()!)],
      id: { isZero: () => left.length === 0 },
      close: () => Promise.resolve(),
    };
    const findOne = jest.fn((_filter: unknown, _options: unknown) =>
      Promise.resolve(left.length > 0 ? { _id: left[0] } : null),
    );
    const find = jest.fn((_filter: unknown, _options: unknown) => cursor);
    const db = { key: ids.join(), collection: () => ({ find, findOne }) };
    return { db: db as unknown as TenantDb, hasNext, find, findOne };
  }
  const known = (...ids: string[]) => {
    sut.learn(ids.join(), 'data', large('x'));
    return collectionOf(...ids);
  };
  const query = (path: string) => ({
    filter: {},
    sort: [{ path, direction: 1 as const }],
    limit: 100,
    fields: undefined,
    maxTimeMS: 1000,
  });

  it('asks only for the _id of the next one', async () => {
    const { db, hasNext, findOne } = known('a', 'b', 'c');
    const slice = await sut.page(db, 'data', query('_id'));
    expect(slice.documents).toHaveLength(1);
    expect(slice.next).toEqual(['a']);
    expect(hasNext).toHaveBeenCalledTimes(1);
    expect(findOne.mock.calls[0][1]).toMatchObject({ projection: { _id: 1 } });
  });

  it('is the last one without another question when the cursor has ended', async () => {
    const { db, hasNext, findOne } = known('a');
    expect((await sut.page(db, 'data', query('_id'))).next).toBeUndefined();
    expect(hasNext).toHaveBeenCalledTimes(2);
    expect(findOne).not.toHaveBeenCalled();
  });

  it('reads the next one where the order may have no position', async () => {
    const { db, hasNext } = known('a', 'b');
    expect((await sut.page(db, 'data', query('text'))).documents).toHaveLength(1);
    expect(hasNext).toHaveBeenCalledTimes(2);
  });

  it('is one read of an export', async () => {
    const { db, hasNext, findOne } = known('a', 'b', 'c');
    expect(await sut.following(db, 'data', {}, 100)).toHaveLength(1);
    expect(hasNext).toHaveBeenCalledTimes(1);
    expect(findOne).not.toHaveBeenCalled();
  });
});

describe('a collection nobody has read yet', () => {
  const first = packDocument({ _id: 'a', text: 'x'.repeat(MAX_SLICE_BYTES / 2) });
  const query = { filter: {}, sort: [], limit: 100, fields: undefined, maxTimeMS: 1000 };

  /** One whose cursor has no documents. */
  function collectionOf(found: Buffer | null) {
    const cursor = { hasNext: () => Promise.resolve(false), close: () => Promise.resolve() };
    const find = jest.fn((_filter: unknown, _options: unknown) => cursor);
    const findOne = jest.fn(() => Promise.resolve(found));
    const db = { key: 'o', collection: () => ({ find, findOne }) };
    return { db: db as unknown as TenantDb, find, findOne };
  }

  it.each(['page', 'following'] as const)(
    '%s: is asked for one document before it is for more',
    async (how) => {
      const sut = new DocumentsRepository(new CommandTime({ REQUEST_TIMEOUT_MS: 5000 } as Env));
      const { db, find, findOne } = collectionOf(first);
      const read = () => (how === 'page' ? sut.page(db, 'data', query) : sut.following(db, 'data', {}, 100));
      await read();
      await read();
      expect(findOne).toHaveBeenCalledTimes(1);
      // So many fill a page; a reply would have taken 16 MB of them.
      expect(find.mock.calls.map(([, options]) => options)).toEqual([
        expect.objectContaining({ batchSize: 2 }),
        expect.objectContaining({ batchSize: 2 }),
      ]);
    },
  );

  it('is asked once when nothing matches', async () => {
    const sut = new DocumentsRepository(new CommandTime({ REQUEST_TIMEOUT_MS: 5000 } as Env));
    const { db, find } = collectionOf(null);
    expect(await sut.page(db, 'data', query)).toEqual({ documents: [], next: undefined });
    expect(await sut.following(db, 'data', {}, 100)).toEqual([]);
    expect(find).not.toHaveBeenCalled();
  });
});

describe('ReplySizes', () => {
  it('remembers large documents when small ones were read after them', () => {
    const sizes = new ReplySizes(1_000_000);
    sizes.learn('o', 'c', 1, 4_000_000);
    sizes.learn('o', 'c', 100, 10_000);
    expect(sizes.batchSize('o', 'c', 101)).toBe(1);
    expect(sizes.isLarge('o', 'c', 101)).toBe(true);
    for (let i = 0; i < 200; i++) sizes.learn('o', 'c', 100, 10_000);
    expect(sizes.batchSize('o', 'c', 101)).toBe(101);
  });
});
