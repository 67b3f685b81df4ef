import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db, Document } from 'mongodb';
import { RestoreTargetRepository } from '../../src/modules/organizations/collection-restores/restore-target.repository.js';
import { RestorePartsService } from '../../src/modules/organizations/collection-restores/restore-parts.service.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { momentNow } from '../support/history.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';

interface Restored extends Record<string, unknown> {
  undo_at: string;
}

describe('restores of a part of the data', () => {
  let sut: TestApp;
  let store: string;
  let owner: Person;
  let orgId: string;
  let data: Db;
  let serial = 0;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-restores-'));
    sut = await startTestApp({ BACKUP_STORE: `file://${store}` });
  });
  beforeEach(async () => {
    const made = await sut.organization(`Parts ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
    data = sut.client.db(made.database);
    await data.createCollection('orders', { validator: { n: { $type: 'number' } } });
    await data.collection('orders').createIndex({ code: 1 }, { unique: true, name: 'by code' });
    const documents = Array.from({ length: 50 }, (_, n): Document => ({
      _id: n,
      n,
      code: `c${n}`,
      2024: 'x',
      b: 1,
    }));
    await data.collection<Document>('orders').insertMany(documents);
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(store, { recursive: true, force: true });
  });

  const backup = async (): Promise<string> => {
    const { id } = (await owner.call<{ id: string }>('POST', '/v1/backups', { body: {} })).body;
    await until(
      async () => (await owner.call('GET', `/v1/backups/${id}`)).body['phase'] === 'done',
      30_000,
      'the backup',
    );
    return id;
  };
  const hashOf = async (name: string): Promise<unknown> =>
    (await data.command({ dbHash: 1 }))['collections'][name] as unknown;
  const change = async (): Promise<void> => {
    const orders = data.collection<Document>('orders');
    await orders.deleteMany({ n: { $lt: 10 } });
    await orders.updateMany({ n: { $in: [20, 21] } }, { $set: { b: 2 } });
    await orders.insertOne({ _id: 99, n: 99, code: 'c99' } as Document);
  };
  const ours = async (): Promise<string[]> =>
    (await data.listCollections({}, { nameOnly: true }).toArray())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('_rowhouse_'));

  /** Of a backup and of a moment: how a restore is asked for. */
  const ways: [string, () => Promise<(what: string, body: object) => Promise<Reply<Restored>>>][] = [
    [
      'a backup',
      async () => {
        const id = await backup();
        return (what, body) => owner.call('POST', `/v1/backups/${id}/restore/${what}`, { body });
      },
    ],
    [
      'a moment',
      async () => {
        const at = await momentNow(sut);
        return (what, body) =>
          owner.call('POST', `/v1/organizations/current/undo/${what}`, { body: { ...body, at } });
      },
    ],
  ];

  it.each(ways)(
    'one collection of %s, under another name or in its place, with a dry run',
    async (_, begin) => {
      const ask = await begin();
      const before = await hashOf('orders');
      await change();
      const after = await hashOf('orders');
      const dry = await ask('collection', { collection: 'orders', dry_run: true });
      expect([dry.status, dry.body]).toEqual([
        200,
        {
          collection: 'orders',
          dry_run: true,
          documents: 50,
          replaced: true,
          changes: { added: 10, changed: 2, removed: 1 },
          undo_at: null,
        },
      ]);
      const unsure = await ask('collection', { collection: 'orders' });
      expect([unsure.status, unsure.body['code']]).toEqual([409, 'collection.exists']);
      const wrong = await ask('collection', { collection: 'orders', confirm: 'order' });
      expect(wrong.status).toBe(409);
      expect(await hashOf('orders')).toBe(after);

      const beside = await ask('collection', { collection: 'orders', as: 'orders_then' });
      expect([beside.status, beside.body]).toEqual([
        200,
        expect.objectContaining({ collection: 'orders_then', documents: 50, replaced: false, changes: null }),
      ]);
      expect([await hashOf('orders_then'), await hashOf('orders')]).toEqual([before, after]);
      expect((await data.collection('orders_then').indexes()).map(({ name }) => name)).toEqual([
        '_id_',
        'by code',
      ]);
      const listed = await owner.call<{ items: { name: string }[] }>('GET', '/v1/data');
      expect(listed.body.items.map(({ name }) => name)).toEqual(['data', 'orders', 'orders_then']);

      const replaced = await ask('collection', { collection: 'orders', confirm: 'orders' });
      expect([replaced.status, replaced.body['replaced']]).toEqual([200, true]);
      expect(await hashOf('orders')).toBe(before);
      // Its own undo: from the moment before it.
      const back = await owner.call('POST', '/v1/organizations/current/undo/collection', {
        body: { collection: 'orders', confirm: 'orders', at: replaced.body.undo_at },
      });
      expect(back.status).toBe(200);
      expect(await hashOf('orders')).toBe(after);
      expect(await ours()).toEqual([]);
      expect(await sut.master.collection('restore_parts').countDocuments()).toBe(0);
      const log = await owner.call<{ items: { details: object }[] }>(
        'GET',
        '/v1/audit?action=data.collection_restored',
      );
      expect(log.body.items).toHaveLength(3);
    },
  );

  it.each(ways)('one document of %s', async (_, begin) => {
    const ask = await begin();
    await change();
    const document = (id: unknown, more: object = {}) =>
      ask('document', { collection: 'orders', document_id: id, ...more });
    const orders = data.collection<Document>('orders');
    const dry = await document(20, { dry_run: true });
    expect([dry.status, dry.body]).toEqual([
      200,
      { collection: 'orders', dry_run: true, change: 'changed', undo_at: null },
    ]);
    expect((await orders.findOne({ _id: 20 } as Document))!['b']).toBe(2);
    expect((await document(20)).body).toMatchObject({
      change: 'changed',
      undo_at: expect.any(String) as never,
    });
    expect((await orders.findOne({ _id: 20 } as Document))!['b']).toBe(1);
    expect((await document({ $numberInt: '3' })).body['change']).toBe('added');
    expect(await orders.countDocuments({ _id: 3 } as Document)).toBe(1);
    expect((await document(30)).body).toMatchObject({ change: 'unchanged', undo_at: null });
    for (const id of [99, '3', { $oid: '507f1f77bcf86cd799439011' }, true])
      expect([id, (await document(id)).body['code']]).toEqual([id, 'document.not_found']);
    for (const id of [null, [], { $oid: 5 }, { $numberInt: 'x' }])
      expect([id, (await document(id)).status]).toEqual([id, 400]);
    // Another document has its code by now.
    await orders.updateOne({ _id: 40 } as Document, { $set: { code: 'c5' } });
    expect((await document(5)).body['code']).toBe('document.exists');
  });

  it('is refused to strangers, without the permission, for what is not there, and for wrong types', async () => {
    const id = await backup();
    const at = await momentNow(sut);
    const other = await sut.organization(`Other ${serial}`);
    const stranger = speaker(sut, other.id, other);
    const member = await joinAs(sut, orgId, 'member');
    const places: [string, object][] = [
      [`/v1/backups/${id}/restore/collection`, { collection: 'orders', as: 'x' }],
      [`/v1/backups/${id}/restore/document`, { collection: 'orders', document_id: 1 }],
      [`/v1/organizations/${orgId}/undo/collection`, { collection: 'orders', as: 'x', at }],
      [`/v1/organizations/${orgId}/undo/document`, { collection: 'orders', document_id: 1, at }],
    ];
    for (const [path, body] of places) {
      expect([path, (await member.call('POST', path, { body })).status]).toEqual([path, 403]);
      expect([path, (await stranger.call('POST', path, { body })).status]).toEqual([path, 404]);
      const absent = await owner.call('POST', path, { body: { ...body, collection: 'nothing' } });
      expect([path, absent.body['code']]).toEqual([path, 'collection.not_found']);
      for (const wrong of [
        { collection: null },
        { collection: 5 },
        { collection: ['orders'] },
        { dry_run: 1 },
      ])
        expect([
          path,
          wrong,
          (await owner.call('POST', path, { body: { ...body, ...wrong } })).status,
        ]).toEqual([path, wrong, 400]);
    }
    for (const as of ['_x', 'system.x', 'settings', 'No', 'a'.repeat(70)]) {
      const body = { collection: 'orders', as };
      const refused = await owner.call('POST', `/v1/backups/${id}/restore/collection`, { body });
      expect([as, [400, 403].includes(refused.status)]).toEqual([as, true]);
    }
    await data.createCollection('looks', { viewOn: 'orders', pipeline: [] });
    await data.createCollection('series', { timeseries: { timeField: 't' } });
    const later = await momentNow(sut);
    for (const collection of ['looks', 'series']) {
      const body = { collection, as: 'x', at: later };
      const refused = await owner.call('POST', '/v1/organizations/current/undo/collection', { body });
      expect([collection, refused.body['code']]).toEqual([collection, 'collection.not_restorable']);
    }
    expect(await ours()).toEqual([]);
  });

  it('of a killed process leaves the data as they were, and its part is dropped', async () => {
    const at = await momentNow(sut);
    await change();
    const after = await hashOf('orders');
    const target = sut.app.get(RestoreTargetRepository, { strict: false });
    const parts = sut.app.get(RestorePartsService, { strict: false });
    // As a killed process leaves it: the part is made, and neither renamed nor dropped.
    const rename = jest.spyOn(target, 'rename').mockRejectedValue(new Error('killed'));
    const drop = jest.spyOn(target, 'drop').mockRejectedValue(new Error('killed'));
    const body = { collection: 'orders', confirm: 'orders', at };
    expect((await owner.call('POST', '/v1/organizations/current/undo/collection', { body })).status).toBe(
      500,
    );
    rename.mockRestore();
    drop.mockRestore();
    expect([await hashOf('orders'), (await ours()).length]).toEqual([after, 1]);
    await parts.sweep(new AbortController().signal);
    expect(await ours()).toHaveLength(1); // its lease runs
    await sut.master.collection('restore_parts').updateMany({}, { $set: { lease_until: new Date(0) } });
    await Promise.all([1, 2].map(() => parts.sweep(new AbortController().signal)));
    await until(async () => (await ours()).length === 0, 10_000, 'the part is dropped');
    expect(await sut.master.collection('restore_parts').countDocuments()).toBe(0);
    // Two at once: each is whole, and one of them is the last.
    const replies = await Promise.all(
      [1, 2].map(() => owner.call('POST', '/v1/organizations/current/undo/collection', { body })),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(await data.collection('orders').countDocuments()).toBe(50);
    expect(await ours()).toEqual([]);
  });
});
