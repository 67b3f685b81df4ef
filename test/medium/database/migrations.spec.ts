import type { Document } from 'mongodb';
import mongoose, { type Connection } from 'mongoose';
import { MasterMigrations, type MasterMigration } from '../../../src/database/master-migrations.js';
import { TestClock } from '../../support/clock.js';
import { until } from '../../support/smtp.js';
import { startTestMongo } from '../../support/mongo.js';

const TIMES = { lasts: 60_000, beat: 20_000, margin: 5000, poll: 20 };

describe('the layout of master', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let connection: Connection;
  const clock = TestClock.flowing();
  let serial = 0;
  beforeAll(async () => {
    mongo = await startTestMongo();
  });
  afterAll(() => mongo?.stop());
  beforeEach(async () => {
    const dbName = `layout_${++serial}`;
    connection = await mongoose.createConnection(mongo.uri, { dbName }).asPromise();
  });
  afterEach(() => connection.close());

  const program = (...steps: MasterMigration[]): MasterMigrations => {
    const migrations = MasterMigrations.withTimes(clock, TIMES);
    for (const step of steps) migrations.register(step);
    return migrations;
  };
  const noting = (version: number, seen: number[]): MasterMigration => ({
    version,
    name: `step ${version}`,
    up: async () => void seen.push(version),
  });
  const row = () =>
    connection.db!.collection<Document & { _id: string }>('schema').findOne({ _id: 'master' });

  it('a master without a version gets every step once, in order, and keeps its version', async () => {
    const seen: number[] = [];
    await program(noting(3, seen), noting(2, seen)).run(connection);
    expect(await row()).toEqual({ _id: 'master', version: 3 });
    await program(noting(2, seen), noting(3, seen), noting(4, seen)).run(connection);
    expect([seen, await row()]).toEqual([[2, 3, 4], { _id: 'master', version: 4 }]);
  });

  it('two instances that start at once run each step once, and both wait for its end', async () => {
    const seen: number[] = [];
    let done = false;
    const slow: MasterMigration = {
      version: 2,
      name: 'slow',
      up: async () => {
        seen.push(2);
        const end = async () => Number((await row())!['lease'].expires_at);
        const before = await end();
        await clock.advance(TIMES.beat); // the others ask again meanwhile
        await until(async () => (await end()) > before, 30_000, 'the lease to be renewed');
        done = true;
      },
    };
    const start = () =>
      program(slow)
        .run(connection)
        .then(() => done);
    expect(await Promise.all([start(), start(), start()])).toEqual([true, true, true]);
    expect(seen).toEqual([2]);
  });

  it('what a killed instance left is taken up once its lease has run out', async () => {
    const expires_at = new Date(Date.now() + 600);
    const lease = { owner: 'killed', expires_at };
    await connection
      .db!.collection<{ _id: string }>('schema')
      .insertOne({ _id: 'master', version: 1, lease } as never);
    const seen: number[] = [];
    await program(noting(2, seen)).run(connection);
    expect(Date.now()).toBeGreaterThanOrEqual(expires_at.getTime());
    expect([seen, await row()]).toEqual([[2], { _id: 'master', version: 2 }]);
  });

  it('a step that fails stops the start, and the next start begins with it', async () => {
    const seen: number[] = [];
    const broken = { version: 3, name: 'broken', up: () => Promise.reject(new Error('no room')) };
    await expect(program(noting(2, seen), broken).run(connection)).rejects.toThrow('no room');
    expect(await row()).toEqual({ _id: 'master', version: 2 });
    await program(noting(2, seen), noting(3, seen)).run(connection);
    expect(seen).toEqual([2, 3]);
  });

  it('an instance that lost its lease stops, and does not set the version', async () => {
    const schema = connection.db!.collection<{ _id: string }>('schema');
    let stopped = false;
    const robbed: MasterMigration = {
      version: 2,
      name: 'robbed',
      up: async (_connection, signal) => {
        const lease = { owner: 'another', expires_at: new Date(Date.now() + 60_000) };
        await schema.updateOne({ _id: 'master' }, { $set: { lease } });
        // The timer of the next beat may not be set yet.
        const beat = () => clock.advance(TIMES.beat).then(() => signal.aborted);
        await until(beat, 60_000, 'the loss to be noticed');
        stopped = true;
        await schema.updateOne({ _id: 'master' }, { $set: { version: 2 }, $unset: { lease: 1 } }); // as the other one would
      },
    };
    await program(robbed).run(connection);
    expect([stopped, await row()]).toEqual([true, { _id: 'master', version: 2 }]);
  });

  it('refuses a master of a newer program in a message', async () => {
    await program(noting(2, [])).run(connection);
    await expect(program().run(connection)).rejects.toThrow(
      /^The database layout_\d+ has layout 2, made by a newer Rowhouse, and this one knows 1: /,
    );
    expect(await row()).toEqual({ _id: 'master', version: 2 });
  });

  it('numbers have no gap and no twin', async () => {
    expect(() => program(noting(2, []), noting(2, []))).toThrow('two migrations have the number 2');
    await expect(program(noting(3, [])).run(connection)).rejects.toThrow('migration 2 is missing');
  });
});
