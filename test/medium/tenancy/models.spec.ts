import { Schema, trusted } from 'mongoose';
import { startBench, type Bench } from './support.js';

interface User {
  email: string;
  age?: number;
}
const userSchema = new Schema<User>(
  { email: { type: String, unique: true }, age: Number },
  { autoIndex: true, autoCreate: true, strictQuery: false },
);

describe('models of a tenant', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('are compiled once per tenant and read their own database', async () => {
    const sut = bench.make();
    await sut.run('one', async (db) => {
      expect(db.model('User', userSchema)).toBe(db.model('User', userSchema));
      await db.model('User', userSchema).create({ email: 'one@x' });
    });
    await sut.run('two', async (db) => {
      await expect(db.model('User', userSchema).countDocuments({})).resolves.toBe(0);
    });
    expect(await sut.open('org_one').collection('users').countDocuments({})).toBe(1);
  });

  it('build no index and no collection by themselves, whatever the schema says', async () => {
    const sut = bench.make();
    bench.sent.length = 0;
    await sut.run('lazy', async (db) => {
      const model = db.model('User', userSchema);
      await model.init();
      await model.findOne({ email: 'x' });
    });
    expect(bench.sent).toEqual(['org_lazy.find']);
  });

  it('throw on a filter field that the schema does not know', async () => {
    const sut = bench.make();
    await sut.run('strict', async (db) => {
      const model = db.model<User>('User', userSchema);
      const unknown: object = { unknown: 'x' };
      await expect(model.find(unknown)).rejects.toThrow(/unknown/);
      await expect(model.findOne({ $or: [unknown] })).rejects.toThrow(/unknown/);
      await expect(model.updateOne(unknown, { age: 1 })).rejects.toThrow(/unknown/);
      await expect(model.deleteMany(unknown)).rejects.toThrow(/unknown/);
      await expect(model.countDocuments(unknown)).rejects.toThrow(/unknown/);
    });
  });

  it('take an operator in a filter value for a value, unless it is trusted', async () => {
    const sut = bench.make();
    await sut.run('clean', async (db) => {
      const model = db.model<User>('User', userSchema);
      await model.create({ email: 'a@x', age: 5 });
      const injected: object = { email: { $ne: null } };
      await expect(model.findOne(injected)).rejects.toThrow(/Cast to string failed/);
      await expect(model.deleteMany({ email: { $gt: '' } })).rejects.toThrow(/Cast to string failed/);
      await expect(model.findOne({ $where: 'true' })).rejects.toThrow(/not allowed with sanitizeFilter/);
      await expect(model.find(injected).setOptions({ sanitizeFilter: false })).rejects.toThrow(/Cast/);
      await expect(model.countDocuments({ age: trusted({ $gt: 4 }) })).resolves.toBe(1);
      await expect(model.countDocuments({})).resolves.toBe(1);
    });
  });

  it('sanitize the filters of bulkWrite too', async () => {
    const sut = bench.make();
    await sut.run('bulk', async (db) => {
      const model = db.model<User>('User', userSchema);
      await model.create({ email: 'a@x', age: 5 });
      const filter: object = { email: { $ne: null } };
      await expect(model.bulkWrite([{ deleteMany: { filter } }])).rejects.toThrow(/Cast to string failed/);
      await expect(
        model.bulkWrite([{ updateOne: { filter: { no: 1 }, update: { age: 1 } } }]),
      ).rejects.toThrow(/no/);
      const trustedFilter = { age: trusted({ $gt: 4 }) };
      const done = await model.bulkWrite([
        { insertOne: { document: { email: 'b@x' } } },
        { deleteOne: { filter: trustedFilter } },
      ]);
      expect(done).toMatchObject({ insertedCount: 1, deletedCount: 1 });
    });
  });

  it('change neither the caller’s schema nor the base connection', async () => {
    const sut = bench.make();
    // With options of its own the base shares that very object with its children.
    bench.connection.set('bufferTimeoutMS', 5000);
    await sut.run('guest', (db) => void db.model('User', userSchema));
    expect(userSchema.get('strictQuery')).toBe(false);
    expect(userSchema.get('autoIndex')).toBe(true);
    const base = bench.connection as unknown as { config: object; options: object };
    expect({ ...base.config, ...base.options }).not.toHaveProperty('sanitizeFilter');
  });

  it('refuse a second schema under one name', async () => {
    const sut = bench.make();
    await sut.run('twice', (db) => {
      db.model('User', userSchema);
      expect(() => db.model('User', new Schema({ other: String }))).toThrow(/overwrite/i);
    });
  });
});
