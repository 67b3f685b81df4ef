import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, Schema } from 'mongoose';
import { TenantConnectionFactory, type TenantDb, type TenantMigration } from '@rowhouse/tenancy';
import { compileTenancy } from './compiled.js';
import { byName, deferred, sleep, startBench, stateOf, type Bench } from './support.js';
import { until } from '../../support/until.js';

interface Setup {
  _id: string;
  until?: Date;
  owner?: string;
  term?: number;
}
const insertOf = (number: number): TenantMigration => ({
  number,
  name: `insert ${number}`,
  up: async ({ db }) => void (await db.collection('done').insertOne({ number })),
});
const numbersIn = async (db: TenantDb) =>
  (await db.collection<{ number: number }>('done').find().sort({ _id: 1 }).toArray()).map(
    ({ number }) => number,
  );

describe('migrations of a tenant', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('run in the order of their numbers, once, and are recorded in the tenant’s database', async () => {
    const sut = bench.make({ setup: { migrations: [insertOf(10), insertOf(2)] } });
    await expect(sut.migrations('order')).resolves.toMatchObject({ applied: [], pending: [2, 10] });
    await expect(sut.migrate('order')).resolves.toEqual({ created: false, applied: [2, 10], indexed: false });
    bench.sent.length = 0;
    await expect(sut.migrate('order')).resolves.toEqual({ created: false, applied: [], indexed: false });
    expect(bench.sent).toEqual(['org_order.find']);
    expect(await numbersIn(sut.open('org_order'))).toEqual([2, 10]);
    const late = bench.make({ setup: { migrations: [insertOf(10), insertOf(5), insertOf(2)] } });
    await expect(late.migrate('order')).resolves.toMatchObject({ applied: [5] });
    await expect(late.migrations('order')).resolves.toMatchObject({
      applied: [
        { number: 2, name: 'insert 2', at: expect.any(Date), ms: expect.any(Number) },
        { number: 10 },
        { number: 5 },
      ],
      pending: [],
      started: undefined,
    });
  });

  it('are run by one of two processes, and the other waits for it', async () => {
    const other = await createConnection(bench.uri, { dbName: 'master_db' }).asPromise();
    const slow: TenantMigration = {
      number: 1,
      name: 'slow',
      up: async ({ db }) => {
        await sleep(300);
        await db.collection('done').insertOne({ number: 1 });
      },
    };
    const setup = {
      migrations: [slow, insertOf(2)],
      onCreate: (db: TenantDb) => void (db.name && created++),
    };
    let created = 0;
    const here = bench.make({ setup });
    const there = bench.make({ setup, connection: other });
    const results = await Promise.all([here.migrate('two'), there.migrate('two'), here.migrate('two')]);
    expect(results.flatMap(({ applied }) => applied).sort()).toEqual([1, 2]);
    expect(await numbersIn(here.open('org_two'))).toEqual([1, 2]);
    expect(created).toBe(1);
    await other.close();
  });

  it('go on where kill -9 stopped them', async () => {
    const compiled = compileTenancy();
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { TenantConnectionFactory } from ${JSON.stringify(compiled.url)};
         import { createRequire } from 'node:module';
         const { createConnection } = createRequire(${JSON.stringify(compiled.url)})('mongoose');
         const connection = await createConnection(${JSON.stringify(bench.uri)}, { dbName: 'master_db' }).asPromise();
         const up = async ({ db, save }) => {
           for (let n = 1; n <= 3; n++) { await db.collection('done').insertOne({ number: n }); await save(n); }
           console.log('half');
           await new Promise((resolve) => setTimeout(resolve, 60_000));
         };
         const setup = { leaseMs: 1000, migrations: [{ number: 1, name: 'long', up }] };
         await new TenantConnectionFactory({ connection, resolve: () => ({ database: 'org_killed' }), setup }).migrate('killed');`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    let running = 0;
    const long: TenantMigration = {
      number: 1,
      name: 'long',
      up: async ({ db, saved, save }) => {
        running++;
        for (let n = Number(saved ?? 0) + 1; n <= 5; n++) {
          await db.collection('done').insertOne({ number: n });
          await save(n);
        }
      },
    };
    const sut = bench.make({ setup: { leaseMs: 1000, migrations: [long] } });
    const waits = sut.migrate('killed');
    await sleep(1500); // the other one lives and renews its lease: longer than one lease
    expect([await stateOf(waits), running]).toEqual(['pending', 0]);
    await expect(sut.migrations('killed')).resolves.toMatchObject({ started: { number: 1, name: 'long' } });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(waits).resolves.toMatchObject({ applied: [1] });
    expect(await numbersIn(sut.open('org_killed'))).toEqual([1, 2, 3, 4, 5]);
    compiled.remove();
  });

  it('stop when another process has taken the lease, and write nothing to the record any more', async () => {
    const inside = deferred();
    const stopped = deferred<unknown>();
    const stuck: TenantMigration = {
      number: 1,
      name: 'stuck',
      up: async ({ signal, save }) => {
        inside.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        stopped.resolve(await save(1).catch((error: unknown) => error));
      },
    };
    const sut = bench.make({ setup: { leaseMs: 1000, migrations: [stuck] } });
    const first = sut.migrate('lost');
    const failed = expect(first).rejects.toMatchObject({ code: 'tenant.migration_failed', step: '1 stuck' });
    await inside.promise;
    // What the server would see after a pause that was longer than the lease.
    await sut
      .open('org_lost')
      .collection<Setup>('tenancy_setup')
      .updateOne({ _id: 'lease' }, { $set: { owner: 'nobody', until: new Date(0) } });
    const second = bench.make({ setup: { migrations: [{ ...insertOf(1), name: 'stuck' }] } });
    await expect(second.migrate('lost')).resolves.toMatchObject({ applied: [1] });
    await failed;
    await expect(stopped.promise).resolves.toMatchObject({
      message: expect.stringContaining('another process'),
    });
    await expect(sut.migrations('lost')).resolves.toMatchObject({ pending: [], started: undefined });
  });

  it('take nothing of a transaction that failed, and record it with its writes', async () => {
    let isBroken = true;
    const money: TenantMigration = {
      number: 1,
      name: 'money',
      transaction: true,
      up: async ({ db, session }) => {
        await db.collection('done').insertOne({ number: 1 }, { session });
        if (isBroken) throw new Error('half way');
      },
    };
    const sut = bench.make({ setup: { migrations: [money] } });
    await expect(sut.migrate('tx')).rejects.toMatchObject({
      step: '1 money',
      message: '1 money failed for tenant "tx": half way',
      cause: { message: 'half way' },
    });
    expect(await numbersIn(sut.open('org_tx'))).toEqual([]);
    await expect(sut.migrations('tx')).resolves.toMatchObject({
      started: { error: 'half way' },
      pending: [1],
    });
    isBroken = false;
    await expect(sut.migrate('tx')).resolves.toMatchObject({ applied: [1] });
    expect(await numbersIn(sut.open('org_tx'))).toEqual([1]);
  });

  it('save nothing in a transaction: it would never commit', async () => {
    const up: TenantMigration['up'] = ({ save }) => save(1);
    const sut = bench.make({ setup: { migrations: [{ number: 1, name: 'saves', transaction: true, up }] } });
    await expect(sut.migrate('saves')).rejects.toThrow(/save\(\) is not for a migration in a transaction/);
  });

  it('stop at the signal of their caller, and go on at the next run', async () => {
    const stop = new AbortController();
    const up: TenantMigration['up'] = async ({ signal, saved, save }) => {
      if (saved === 'half') return;
      await save('half');
      stop.abort(new Error('enough'));
      signal.throwIfAborted();
    };
    const sut = bench.make({
      list: () => ['sig1', 'sig2'],
      setup: { migrations: [{ number: 1, name: 'long', up }] },
    });
    const report = await sut.migrateAll({ concurrency: 1, signal: stop.signal });
    expect(report).toMatchObject({
      done: 0,
      failed: [{ key: 'sig1', error: { cause: { message: 'enough' } } }],
    });
    expect(report.aborted).toBe(true);
    await expect(sut.migrate('sig1')).resolves.toMatchObject({ applied: [1] });
    await expect(sut.migrations('sig2')).resolves.toMatchObject({ pending: [1], started: undefined });
  });

  it('refuse a number that the database has under another name', async () => {
    await bench.make({ setup: { migrations: [insertOf(1)] } }).migrate('renamed');
    const sut = bench.make({ setup: { migrations: [{ ...insertOf(1), name: 'another' }, insertOf(2)] } });
    await expect(sut.migrate('renamed')).rejects.toMatchObject({ code: 'tenant.migration_failed' });
    expect(await numbersIn(sut.open('org_renamed'))).toEqual([1]);
  });

  it.each([
    ['two of one number', [insertOf(1), insertOf(1)], 'Two migrations have the number 1.'],
    ['a number below 1', [insertOf(0)], 'The number of a migration must be a whole number of 1 or more.'],
    ['no name', [{ ...insertOf(1), name: '' }], 'Migration 1 has no name, or no up().'],
  ])('refuse %s at the start', (_name, migrations, message) => {
    expect(() => bench.make({ setup: { migrations } })).toThrow(message);
  });

  it('report each tenant that failed and go on with the others', async () => {
    const picky: TenantMigration = {
      number: 1,
      name: 'picky',
      up: ({ db }) => (db.key === 'all3' ? Promise.reject(new Error('not me')) : Promise.resolve()),
    };
    const keys = ['all1', 'all2', 'all3', 'gone', 'all4'];
    const sut = bench.make({
      resolve: (key) => (key === 'gone' ? null : byName(key)),
      list: () => keys,
      setup: { migrations: [picky] },
    });
    const seen: string[] = [];
    const report = await sut.migrateAll({
      concurrency: 2,
      onProgress: ({ key, done, failed }) => seen.push(`${key} ${done + failed}`),
    });
    expect(report).toMatchObject({ done: 3, aborted: false });
    expect(report.failed.map(({ key, error }) => [key, (error as { code: string }).code]).sort()).toEqual([
      ['all3', 'tenant.migration_failed'],
      ['gone', 'tenant.unknown'],
    ]);
    expect(seen.map((line) => line.split(' ')[1])).toEqual(['1', '2', '3', '4', '5']);
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, leased: 0 });
  });
});

describe('onCreate and indexes', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());
  const indexesOf = async (sut: TenantConnectionFactory, database: string, collection: string) =>
    (await sut.open(database).collection(collection).indexes()).map(({ name }) => name).sort();

  it('run once per database, and again after an interruption', async () => {
    let calls = 0;
    const onCreate = async (db: TenantDb): Promise<void> => {
      if (++calls === 1) throw new Error('power cut');
      await db
        .collection('roles')
        .updateOne({ name: 'owner' }, { $set: { name: 'owner' } }, { upsert: true });
    };
    const sut = bench.make({ setup: { onCreate } });
    await expect(sut.migrate('new')).rejects.toMatchObject({ step: 'onCreate' });
    await expect(sut.migrate('new')).resolves.toMatchObject({ created: true });
    await expect(sut.migrate('new')).resolves.toMatchObject({ created: false });
    expect(calls).toBe(2);
  });

  it('create the indexes of the models that were defined, and again when they change', async () => {
    const make = (schema: Schema<{ email: string; age: number }>, indexes?: boolean) => {
      const sut = bench.make({ setup: { indexes } });
      sut.define('User', schema);
      return sut;
    };
    const plain = () =>
      new Schema<{ email: string; age: number }>({ email: { type: String, unique: true }, age: Number });
    await expect(make(plain(), false).migrate('ix')).resolves.toMatchObject({ indexed: false });
    const first = make(plain());
    await expect(first.migrate('ix')).resolves.toMatchObject({ indexed: true });
    await expect(make(plain()).migrate('ix')).resolves.toMatchObject({ indexed: false });
    const more = plain();
    more.index({ age: 1 });
    await expect(make(more).migrate('ix')).resolves.toMatchObject({ indexed: true });
    expect(await indexesOf(first, 'org_ix', 'users')).toEqual(['_id_', 'age_1', 'email_1']);
  });

  it('give a collection the options of its schema', async () => {
    const sut = bench.make({ setup: {} });
    sut.define('Log', new Schema({ text: String }, { capped: { size: 4096 } }));
    await sut.migrate('capped');
    const [info] = await sut.open('org_capped').db.listCollections({ name: 'logs' }).toArray();
    expect(info).toMatchObject({ options: { capped: true } });
  });
});

describe('onOpen', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('brings the database up to date before the first lease, once for all who wait', async () => {
    let runs = 0;
    const gate = deferred();
    const up = async () => {
      runs++;
      await gate.promise;
    };
    const sut = bench.make({ setup: { onOpen: true, migrations: [{ number: 1, name: 'wait', up }] } });
    const callers = [1, 2, 3].map(() => sut.run('first', (db) => db.name, { mode: 'read' }));
    await expect(stateOf(Promise.race(callers))).resolves.toBe('pending');
    gate.resolve();
    await expect(Promise.all(callers)).resolves.toEqual(['org_first', 'org_first', 'org_first']);
    expect(runs).toBe(1);
    bench.sent.length = 0;
    await sut.run('first', () => undefined);
    expect(bench.sent).toEqual([]);
    sut.invalidate('first');
    await sut.run('first', () => undefined);
    expect(bench.sent).toEqual(['org_first.find']);
  });

  it('lets nobody wait longer than waitMs; the work goes on and the next caller gets in', async () => {
    const gate = deferred();
    const sut = bench.make({
      setup: { onOpen: true, waitMs: 50, migrations: [{ number: 1, name: 'long', up: () => gate.promise }] },
    });
    await expect(sut.acquire('patient')).rejects.toMatchObject({ code: 'tenant.migrating' });
    await expect(sut.acquire('patient')).rejects.toMatchObject({ code: 'tenant.migrating' });
    gate.resolve();
    await until(() => sut.stats().open > 0);
    await expect(sut.run('patient', (db) => db.name)).resolves.toBe('org_patient');
    // Nobody waited when the handle opened: it is up for eviction all the same.
    await sut.dispose('patient');
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, leased: 0 });
  });

  it('opens no handle when it fails, and is not tried again by each request', async () => {
    let tries = 0;
    const up = () => {
      tries++;
      return Promise.reject(new Error('bad data'));
    };
    const sut = bench.make({ setup: { onOpen: true, migrations: [{ number: 1, name: 'bad', up }] } });
    for (let i = 0; i < 5; i++)
      await expect(sut.acquire('bad')).rejects.toMatchObject({ code: 'tenant.migration_failed' });
    expect(tries).toBe(1);
    await expect(sut.acquire('good/../bad')).rejects.toMatchObject({ code: 'tenant.invalid_database' });
    expect(sut.stats()).toMatchObject({ open: 0, known: 0, leased: 0 });
  });

  it('is waited for by a fence, and waits at one, for a reader too', async () => {
    const gate = deferred();
    let runs = 0;
    const up = () => {
      runs++;
      return gate.promise;
    };
    const sut = bench.make({ setup: { onOpen: true, migrations: [{ number: 1, name: 'move', up }] } });
    const reader = sut.run('moved', (db) => db.name, { mode: 'read' });
    await until(() => runs > 0);
    const fenced = sut.fence('moved');
    await expect(stateOf(fenced)).resolves.toBe('pending');
    gate.resolve();
    await fenced;
    sut.lift('moved');
    await expect(reader).resolves.toBe('org_moved');

    await sut.fence('other');
    const late = sut.run('other', (db) => db.name, { mode: 'read' });
    const migrated = sut.migrate('other');
    await expect(stateOf(Promise.race([late, migrated]))).resolves.toBe('pending');
    expect(runs).toBe(1);
    sut.lift('other');
    await expect(late).resolves.toBe('org_other');
    await migrated;
    expect(runs).toBe(2);
  });

  it('ends with the factory', async () => {
    const hold = deferred();
    let runs = 0;
    const up = () => {
      runs++;
      return hold.promise;
    };
    const other = bench.make({ setup: { migrations: [{ number: 1, name: 'long', up }] } });
    const running = other.migrate('closing');
    const sut = bench.make({ setup: { migrations: [{ number: 1, name: 'long', up }] } });
    await until(() => runs === 1);
    const waits = sut.migrate('closing');
    const refused = expect(waits).rejects.toMatchObject({ code: 'tenancy.closed' });
    await sleep(50);
    await sut.close();
    await refused;
    hold.resolve();
    await running;
    expect(runs).toBe(1);
  });
});
