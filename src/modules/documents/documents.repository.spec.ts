import type { TenantDb } from '@rowhouse/tenancy';
import mongoose, { Types } from 'mongoose';
import type { Env } from '../../config/env.js';
import { CommandTime } from './command-time.js';
import { DocumentsRepository } from './documents.repository.js';

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
