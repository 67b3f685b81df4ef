import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { mongo } from 'mongoose';
import type { Env } from '../../config/env.js';
import { CommandTime } from './command-time.js';
import { InsertBatchesRepository } from './insert-batches.repository.js';

const { MongoClientBulkWriteError, MongoNetworkError, MongoServerError } = mongoose.mongo;

/** Two organizations on one client, whose two commands behave as given. */
function setUp() {
  const bulkWrite = jest.fn((models: { namespace: string }[]) =>
    Promise.resolve({ insertedCount: models.length }),
  );
  const insertOne = jest.fn((_: mongo.Document) => Promise.resolve());
  const dbOf = (name: string) =>
    ({ name, db: { client: { bulkWrite } }, collection: () => ({ insertOne }) }) as unknown as TenantDb;
  const sut = new InsertBatchesRepository(new CommandTime({ REQUEST_TIMEOUT_MS: 5000 } as Env));
  const insert = (name: string, bytes = 100) => sut.insert(dbOf(name), 'data', { name }, bytes);
  const outcomes = (...names: string[]) =>
    Promise.allSettled(names.map((name) => insert(name))).then((all) =>
      all.map((one) => (one.status === 'fulfilled' ? 'inserted' : (one.reason as Error))),
    );
  return { bulkWrite, insertOne, insert, outcomes };
}

function failure(fields: Partial<InstanceType<typeof MongoClientBulkWriteError>>) {
  return Object.assign(new MongoClientBulkWriteError({ message: 'it failed' }), fields);
}

describe('inserts of one turn', () => {
  it('travel in one command', async () => {
    const { bulkWrite, insertOne, outcomes } = setUp();
    expect(await outcomes('org_a', 'org_b', 'org_a')).toEqual(['inserted', 'inserted', 'inserted']);
    expect(bulkWrite.mock.calls).toEqual([
      [
        ['org_a', 'org_b', 'org_a'].map((name) => ({
          name: 'insertOne',
          namespace: `${name}.data`,
          document: { name },
        })),
        { ordered: false, maxTimeMS: 4000 },
      ],
    ]);
    expect(insertOne).not.toHaveBeenCalled();
  });

  it('have commands of 32 at the most; one alone and a large one are no batch', async () => {
    const { bulkWrite, insertOne, insert, outcomes } = setUp();
    await outcomes(...Array.from({ length: 65 }, () => 'org_a'));
    expect(bulkWrite.mock.calls.map(([models]) => models.length)).toEqual([32, 32]);
    expect(insertOne).toHaveBeenCalledTimes(1);
    await Promise.all([insert('org_a'), insert('org_b', 16 * 1024 + 1)]);
    expect(bulkWrite).toHaveBeenCalledTimes(2);
    expect(insertOne).toHaveBeenCalledTimes(3);
  });

  it('fail each for a reason of its own, which is asked for alone', async () => {
    const { bulkWrite, insertOne, outcomes } = setUp();
    const writeErrors = new Map([[1, { code: 11000, message: 'E11000' }]]);
    bulkWrite.mockRejectedValueOnce(failure({ writeErrors }));
    const duplicate = new MongoServerError({ message: 'E11000', code: 11000, keyPattern: { n: 1 } });
    insertOne.mockRejectedValueOnce(duplicate);
    expect(await outcomes('org_a', 'org_b', 'org_c')).toEqual(['inserted', duplicate, 'inserted']);
    expect(insertOne.mock.calls.map(([document]) => document)).toEqual([{ name: 'org_b' }]);
  });

  it('fail together as each would have alone when the command did', async () => {
    const { bulkWrite, insertOne, outcomes } = setUp();
    for (const cause of [
      new MongoNetworkError('connection closed'),
      new MongoServerError({ message: 'not primary', code: 10107 }),
    ]) {
      bulkWrite.mockRejectedValueOnce(cause instanceof MongoServerError ? failure({ cause }) : cause);
      expect(await outcomes('org_a', 'org_b')).toEqual([cause, cause]);
    }
    expect(insertOne).not.toHaveBeenCalled();
  });

  it.each([
    ['the command ran out of time', { cause: new MongoServerError({ message: 'late', code: 50 }) }],
    ['no majority was seen', { writeConcernErrors: [{ code: 64, message: 'waited for a majority' }] }],
  ])('are never said not to be done when they may be: %s', async (_, fields) => {
    const { bulkWrite, outcomes } = setUp();
    bulkWrite.mockRejectedValueOnce(failure(fields));
    const unknown = expect.objectContaining({ code: 'request.timeout' }) as Error;
    expect(await outcomes('org_a', 'org_b')).toEqual([unknown, unknown]);
  });

  it('are never acknowledged when the server counted others', async () => {
    const { bulkWrite, outcomes } = setUp();
    bulkWrite.mockResolvedValueOnce({ insertedCount: 1 });
    const error = expect.objectContaining({ message: '1 of 2 documents were inserted' }) as Error;
    expect(await outcomes('org_a', 'org_b')).toEqual([error, error]);
  });

  it('go alone to a server that does not know the command, and it is asked once', async () => {
    const { bulkWrite, insertOne, outcomes } = setUp();
    const cause = new MongoServerError({ message: 'no such command: bulkWrite', code: 59 });
    bulkWrite.mockRejectedValueOnce(failure({ cause }));
    expect(await outcomes('org_a', 'org_b')).toEqual(['inserted', 'inserted']);
    expect(await outcomes('org_a', 'org_b')).toEqual(['inserted', 'inserted']);
    expect(bulkWrite).toHaveBeenCalledTimes(1);
    expect(insertOne).toHaveBeenCalledTimes(4);
  });
});
