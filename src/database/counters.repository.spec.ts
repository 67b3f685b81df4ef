import type { Connection } from 'mongoose';
import { CountersRepository } from './counters.repository.js';

describe('CountersRepository', () => {
  it('takes a number without waiting for the journal: what is made of it waits, and comes later', async () => {
    const asked: unknown[] = [];
    const findOneAndUpdate = (...parameters: unknown[]) => {
      asked.push(parameters);
      return Promise.resolve({ value: 7 });
    };
    const sut = new CountersRepository({ collection: () => ({ findOneAndUpdate }) } as unknown as Connection);
    expect(await sut.next('users')).toBe(7);
    const options = { upsert: true, returnDocument: 'after', writeConcern: { w: 1, j: false } };
    expect(asked).toEqual([[{ _id: 'users' }, { $inc: { value: 1 } }, options]]);
  });
});
