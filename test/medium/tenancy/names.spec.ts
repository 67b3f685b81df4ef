import { fc } from '../../support/property.js';
import { Schema } from 'mongoose';
import { InvalidTenantDatabaseError, InvalidTenantKeyError } from '@rowhouse/tenancy';
import { startBench, type Bench } from './support.js';

const pattern = /^org_[a-z0-9_]{1,59}$/;
const hostileNames: unknown[] = [
  '', undefined, null, 0, {}, ['org_acme'], '__proto__', 'constructor', 'admin', 'config', 'local', 'master_db',
  'test', 'org_Acme', 'ORG_ACME', `org_${'a'.repeat(60)}`, `org_${'é'.repeat(30)}`, 'org_a.b', 'org_$a', 'org_a\0',
  'org_a\n', ' org_a', 'org_', 'xorg_a', 'org_a/../admin',
]; // prettier-ignore

describe('tenant keys and database names', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  beforeEach(() => (bench.sent.length = 0));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it.each(hostileNames)('open(%p) throws and sends nothing', (name) => {
    expect(() => bench.make().open(name as string)).toThrow(InvalidTenantDatabaseError);
    expect(bench.sent).toEqual([]);
  });

  it.each(hostileNames)('a registry that answers %p is refused and nothing is sent', async (database) => {
    const sut = bench.make({ resolve: () => ({ database: database as string }) });
    await expect(sut.acquire('acme')).rejects.toBeInstanceOf(InvalidTenantDatabaseError);
    expect(bench.sent).toEqual([]);
    expect(sut.stats()).toMatchObject({ open: 0, leased: 0, refusals: 1 });
  });

  it.each(['', undefined, null, 7, {}, ['acme'], 'k'.repeat(257)])(
    'the key %p is refused unasked',
    async (key) => {
      const resolve = jest.fn(() => ({ database: 'org_acme' }));
      const sut = bench.make({ resolve });
      const bad = key as string;
      await expect(sut.acquire(bad)).rejects.toBeInstanceOf(InvalidTenantKeyError);
      await expect(sut.run(bad, () => undefined)).rejects.toBeInstanceOf(InvalidTenantKeyError);
      await expect(sut.fence(bad)).rejects.toBeInstanceOf(InvalidTenantKeyError);
      expect(resolve).not.toHaveBeenCalled();
      expect(bench.sent).toEqual([]);
    },
  );

  it('a key such as __proto__ is only a key', async () => {
    const registry = new Map([['__proto__', { database: 'org_proto' }]]);
    const sut = bench.make({ resolve: (key) => registry.get(key) ?? null });
    await expect(sut.run('__proto__', (db) => db.name)).resolves.toBe('org_proto');
    await expect(sut.acquire('constructor')).rejects.toMatchObject({ code: 'tenant.unknown' });
  });

  it('opens exactly the names of the pattern (20,000 random strings)', () => {
    const sut = bench.make();
    const name = fc.oneof(
      fc.string({ maxLength: 70, unit: 'binary' }),
      fc.string({ maxLength: 62 }).map((tail) => `org_${tail}`),
      fc.stringMatching(/^org_[a-z0-9_]{0,62}$/),
    );
    fc.assert(
      fc.property(name, (candidate) => {
        let opened: string | undefined;
        try {
          opened = sut.open(candidate).name;
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidTenantDatabaseError);
        }
        expect(opened).toBe(pattern.test(candidate) ? candidate : undefined);
      }),
      { numRuns: 20_000 },
    );
    expect(bench.sent).toEqual([]);
  });

  it('a wide pattern still keeps the server and the base database out', () => {
    const sut = bench.make({ databaseName: /[^]*/ });
    for (const name of [
      '',
      'admin',
      'Admin',
      'config',
      'local',
      'master_db',
      'a.b',
      'a$',
      'a\0',
      'x'.repeat(64),
    ]) {
      expect(() => sut.open(name)).toThrow(InvalidTenantDatabaseError);
    }
    expect(sut.open('tenant-7').name).toBe('tenant-7');
  });

  it('a pattern with the g flag judges one name the same way each time', () => {
    const sut = bench.make({ databaseName: /^org_[a-z]+$/g });
    for (let i = 0; i < 4; i++) expect(sut.open('org_acme').name).toBe('org_acme');
  });

  it('a maintenance handle works with the driver, holds no lease and has no models', async () => {
    const sut = bench.make();
    const db = sut.open('org_maintained');
    await db.db.createCollection('made');
    await db.collection('made').insertOne({ a: 1 });
    expect(sut.stats()).toMatchObject({ open: 0, leased: 0 });
    expect(() => db.model('X', new Schema({}))).toThrow(
      expect.objectContaining({ code: 'tenant.driver_only' }),
    );
    expect(new Set(bench.sent.map((line) => line.split('.')[0]))).toEqual(new Set(['org_maintained']));
  });

  it('200 interleaved tenants each write to their own database only', async () => {
    const sut = bench.make({ maxOpen: 7, acquireTimeoutMs: 20_000 });
    const wrong: string[] = [];
    bench.connection.getClient().on('commandStarted', (event) => {
      if (event.commandName === 'insert' && event.command.documents[0].of !== event.databaseName) {
        wrong.push(event.databaseName);
      }
    });
    await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        sut.run(`bleed${i % 50}`, (db) => db.collection('x').insertOne({ of: `org_bleed${i % 50}` })),
      ),
    );
    expect(wrong).toEqual([]);
    expect(bench.sent.filter((line) => line.endsWith('.insert'))).toHaveLength(200);
  });
});
