import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, Timestamp } from 'mongodb';
import { clusterText } from '../../src/database/past/moment.js';
import { PastCatalog, type Spec } from '../../src/database/past/past-catalog.js';
import { JournalPlans } from '../../src/modules/backups/journal/journal-plans.service.js';
import { JournalSources } from '../../src/modules/backups/journal/journal-sources.service.js';
import { BackupStores } from '../../src/modules/backups/backup-stores.service.js';
import { JournalRetention } from '../../src/modules/backups/journal/journal-retention.service.js';
import { JournalRepository } from '../../src/modules/backups/journal/journal.repository.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { documentsAt, restructure, write } from '../support/journal.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { until } from '../support/until.js';
import { randomOf } from '../support/writers.js';

interface JournalBody extends Record<string, unknown> {
  until: string;
  cluster_time: string;
  oldest: string | null;
  needs_base: boolean;
  gaps: { reason: string }[];
}

interface SeenCollection {
  kind: string;
  options: Spec;
  indexes: Spec[];
  documents: string[];
}
/** A database at a moment: every collection with its documents as bytes, and how it is made. */
type Seen = Record<string, SeenCollection>;

describe('the journal', () => {
  let sut: TestApp;
  let store: string;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-journal-'));
    sut = await startTestApp({ BACKUP_STORE: `file://${store}`, JOURNAL_DAYS: '7' });
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(store, { recursive: true, force: true });
  });
  let serial = 0;
  const organization = async () => {
    const made = await sut.organization(`Journal ${++serial}`);
    return { ...made, owner: speaker(sut, made.id, made), data: sut.client.db(made.database) };
  };
  const now = async (): Promise<Timestamp> =>
    (await sut.client.db('admin').command({ ping: 1 }))['operationTime'] as Timestamp;
  const journal = async (owner: Person): Promise<JournalBody> =>
    (await owner.call<JournalBody>('GET', '/v1/backups/journal')).body;
  /** The journal has everything until the moment. */
  const reaches = (owner: Person, at: Timestamp) =>
    until(
      async () => {
        const [t, i] = (await journal(owner)).cluster_time.split('.').map(Number) as [number, number];
        return new Timestamp({ t, i }).greaterThanOrEqual(at);
      },
      60_000,
      `the journal at ${clusterText(at)}`,
    );

  const remembered = async (data: Db, at: Timestamp): Promise<Seen> => {
    const seen: Seen = {};
    const had = await sut.app.get(PastCatalog, { strict: false }).collections(data, at);
    for (const { name, store: from, kind, options, indexes } of had) {
      const isRing = options.get('capped') === true;
      const documents = kind === 'view' ? [] : await documentsAt(data, from, at, isRing);
      seen[name] = { kind, options, indexes: sorted(indexes), documents };
    }
    return seen;
  };
  const journaled = async (orgId: string, at: Timestamp): Promise<Seen> => {
    const plan = await sut.app.get(JournalPlans, { strict: false }).plan(orgId, at);
    const source = await sut.app.get(JournalSources, { strict: false }).open(plan);
    const seen: Seen = {};
    for (const collection of source.collections) {
      const { name, kind, options, indexes } = collection;
      const documents: string[] = [];
      if (kind !== 'view')
        for await (const batch of source.documentsOf(collection))
          documents.push(...batch.map((one) => Buffer.from(one).toString('base64')));
      expect([name, documents.length]).toEqual([name, kind === 'view' ? 0 : collection.documents]);
      if (options.get('capped') !== true) documents.sort();
      seen[name] = { kind, options, indexes: sorted(indexes), documents };
    }
    return seen;
  };

  it('knows a database at any moment as the database itself remembers it', async () => {
    const { id, owner, data } = await organization();
    const moments: { at: Timestamp; seen?: Seen; documents: Record<string, string[]> }[] = [];
    let isOver = false;
    const writers = [1, 2, 3].map((seed) => write(sut.client, data, randomOf(seed), () => isOver));
    const structure = restructure(data);
    for (let i = 0; i < 100; i++) {
      const at = await now();
      // The catalogue of a moment costs half a second; documents do not.
      moments.push({
        at,
        ...(i % 12 === 0 ? { seen: await remembered(data, at) } : {}),
        documents: await written(data, at),
      });
    }
    isOver = true;
    await Promise.all([...writers, structure]);
    const last = await now();
    moments.push({ at: last, seen: await remembered(data, last), documents: await written(data, last) });
    await reaches(owner, last);
    for (const { at, seen, documents } of moments) {
      const known = await journaled(id, at);
      if (seen !== undefined) expect([at, known]).toEqual([at, seen]);
      for (const name of WRITTEN)
        expect([at, name, known[name]?.documents ?? []]).toEqual([at, name, documents[name]]);
    }
    expect(Object.keys(moments.at(-1)!.seen!)).toEqual(
      expect.arrayContaining(['a', 'b', 'c', 'final', 'out', 'ring', 'series']),
    );
  });

  const restore = async (owner: Person, at: Timestamp): Promise<{ from: string; to: string }> => {
    const begun = await owner.call('POST', '/v1/backups/journal/restore', { body: { at: clusterText(at) } });
    expect([begun.status, begun.text]).toEqual([202, expect.any(String)]);
    expect(begun.headers.get('location')).toBe(`/v1/operations/${String(begun.body['id'])}`);
    let last: Record<string, unknown> = {};
    await until(
      async () => {
        last = (await owner.call('GET', `/v1/operations/${String(begun.body['id'])}`)).body;
        return last['phase'] === 'done' || last['phase'] === 'failed';
      },
      60_000,
      'the restore',
    );
    expect([last['phase'], last['error'], last['kind']]).toEqual(['done', null, 'restore']);
    return last as { from: string; to: string };
  };
  const notes = async (owner: Person): Promise<unknown[]> => {
    const { body } = await owner.call<{ items: { n: number }[] }>('GET', '/v1/data/notes?sort=n');
    return body.items.map(({ n }) => n);
  };
  const note = async (owner: Person, n: number): Promise<Timestamp> => {
    const made = await owner.call('POST', '/v1/data/notes', { body: { n } });
    expect(made.status).toBe(201);
    return now();
  };

  it('puts an organization back to a moment, over changes of its database and over backups', async () => {
    const { id, owner, database } = await organization();
    const first = await note(owner, 1);
    const second = await note(owner, 2);
    await note(owner, 3);
    await reaches(owner, await now());

    const preview = await owner.call('POST', '/v1/backups/journal/restore/preview', {
      body: { at: clusterText(second) },
    });
    expect([preview.status, preview.body]).toEqual([
      200,
      {
        at: new Date(second.t * 1000).toISOString(),
        cluster_time: clusterText(second),
        backup: null,
        backup_at: expect.any(String),
        segments: expect.any(Number),
        events: expect.any(Number),
        collections: expect.arrayContaining([
          { name: 'notes', change: 'kept', documents_then: 2, documents_now: 3 },
        ]),
      },
    ]);
    const { from, to } = await restore(owner, second);
    expect([from, to]).toEqual([database, expect.stringMatching(/_v2$|_2$|g2$/)]);
    expect(await notes(owner)).toEqual([1, 2]);
    const fourth = await note(owner, 4);
    const asked = await owner.call<{ id: string }>('POST', '/v1/backups', { body: {} });
    const isDone = async () =>
      (await owner.call('GET', `/v1/backups/${asked.body.id}`)).body['phase'] === 'done';
    await until(isDone, 60_000, 'the backup');
    const fifth = await note(owner, 5);
    await reaches(owner, fifth);
    const plan = await sut.app.get(JournalPlans, { strict: false }).plan(id, fifth);
    expect([plan.base?._id, plan.objects.length > 0]).toEqual([asked.body.id, true]);
    await restore(owner, fourth); // of the second database, from its birth
    expect(await notes(owner)).toEqual([1, 2, 4]);
    await restore(owner, first); // of the first one, which is kept
    expect(await notes(owner)).toEqual([1]);
    await reaches(owner, await now());
    await restore(owner, fifth); // from the backup
    expect(await notes(owner)).toEqual([1, 2, 4, 5]);

    const { body } = await owner.call<{ items: { action: string; details: object }[] }>('GET', '/v1/audit');
    const restored = body.items.filter(({ action }) => action === 'organization.restored');
    expect(restored).toHaveLength(4);
    expect(restored[0].details).toMatchObject({ cluster_time: clusterText(fifth), backup: asked.body.id });
  });

  it('refuses moments that it does not have, and people who may not', async () => {
    const { id, owner } = await organization();
    const other = await organization();
    await reaches(owner, await now());
    const asked = (who: Person, at: string, path = 'restore') =>
      who.call('POST', `/v1/backups/journal/${path}`, { body: { at } });
    expect(await problemOf(asked(owner, 'yesterday'))).toEqual([400, 'moment.invalid']);
    expect(await problemOf(asked(owner, '2001-01-01T00:00:00Z'))).toEqual([410, 'journal.too_early']);
    const future = await asked(owner, new Date(Date.now() + 3_600_000).toISOString());
    expect(future.body).toMatchObject({ status: 409, code: 'journal.behind', newest: expect.any(String) });
    expect(future.headers.get('retry-after')).toBe('2');

    const member = await joinAs(sut, id, 'member');
    for (const who of [member, speaker(sut, id, other)]) {
      const seen = await who.call('GET', '/v1/backups/journal');
      const refused = await asked(who, clusterText(await now()));
      expect([seen.status, refused.status]).toEqual([403, 403]);
    }
  });

  it('says when a segment was changed in the store, and cannot be read without the key', async () => {
    const { id, owner } = await organization();
    const at = await note(owner, 1);
    await reaches(owner, at);
    const { objects } = await sut.app.get(JournalPlans, { strict: false }).plan(id, at);
    const preview = () =>
      owner.call('POST', '/v1/backups/journal/restore/preview', { body: { at: clusterText(at) } });
    const row = objects.at(-1)!;
    const part = row.parts.find(({ org_id: of }) => of === id)!;
    const file = files(store).find((path) =>
      path.endsWith(`/${row.reign}/${Math.floor(row._id / 1000)}/${row._id}`),
    )!;
    const whole = readFileSync(file);
    expect(whole.includes('notes')).toBe(false);
    expect((await preview()).status).toBe(200);
    const changed = Buffer.from(whole);
    changed[part.offset + part.length - 1] ^= 1;
    writeFileSync(file, changed);
    expect(await problemOf(preview())).toEqual([409, 'backup.damaged']);
    // Also by somebody who can write to master.
    const sha256 = createHash('sha256')
      .update(changed.subarray(part.offset, part.offset + part.length))
      .digest('hex');
    await sut.master
      .collection<{ _id: number }>('journal_objects')
      .updateOne(
        { _id: row._id },
        { $set: { 'parts.$[one].sha256': sha256 } },
        { arrayFilters: [{ 'one.org_id': id }] },
      );
    expect(await problemOf(preview())).toEqual([409, 'backup.damaged']);
    rmSync(file);
    expect(await problemOf(preview())).toEqual([409, 'backup.damaged']);
    writeFileSync(file, whole);
    await sut.master.collection<{ _id: string }>('archive_keys').deleteOne({ _id: id });
    expect(await problemOf(preview())).toEqual([503, 'backup.key_wrong']);
  });

  it('loses and repeats nothing when its keeper fails at any step, or another instance goes on', async () => {
    const { id, owner, data } = await organization();
    const twin = await sut.twin();
    const random = randomOf(7);
    let faults = 0;
    const spies = [sut, twin].flatMap(({ app }) => {
      const journal = app.get(JournalRepository, { strict: false });
      const folder = app.get(BackupStores, { strict: false }).require();
      const [commit, put] = [journal.commit.bind(journal), folder.put.bind(folder)];
      const fail = () => {
        faults++;
        throw new Error('killed');
      };
      return [
        jest.spyOn(folder, 'put').mockImplementation(async (key, bytes) => {
          if (!key.includes('/journal/')) return put(key, bytes);
          if (random() < 0.2) fail();
          await put(key, bytes);
          if (random() < 0.2) fail();
        }),
        jest.spyOn(journal, 'commit').mockImplementation(async (...given) => {
          if (random() < 0.1) fail();
          const isOurs = await commit(...given);
          if (random() < 0.1) fail(); // the transaction is aborted
          return isOurs;
        }),
      ];
    });
    let isOver = false;
    const writing = write(sut.client, data, randomOf(3), () => isOver);
    const leases = sut.master.collection<{ _id: string }>('leases');
    for (const from = faults; faults < from + 5;) {
      // Who keeps it is taken for dead by the others, and does not know.
      await leases.updateOne({ _id: 'journal' }, { $set: { owner: 'nobody', until: new Date(0) } });
      const before = faults;
      await until(() => faults > before, 60_000, 'the next failure');
    }
    isOver = true;
    await writing;
    for (const spy of spies) spy.mockRestore();
    const at = await now();
    await reaches(owner, at);
    const known = await journaled(id, at);
    const seen = await written(data, at);
    for (const name of WRITTEN) expect([name, known[name].documents]).toEqual([name, seen[name]]);
    expect((await journal(owner)).gaps).toEqual([]);
    await twin.stop();
  });

  it('knows what it missed, and asks for new bases', async () => {
    const { owner } = await organization();
    const early = await note(owner, 1);
    await reaches(owner, early);
    const rows = sut.master.collection<{ _id: string; token?: string }>('journal');
    // A place that the stream cannot go on from.
    await rows.updateOne({ _id: 'cluster' }, { $set: { token: 'lost', reign: 'another' } });
    await until(async () => (await journal(owner)).gaps.length === 1, 60_000, 'the gap');
    const late = await note(owner, 2);
    await until(async () => !(await journal(owner)).needs_base, 120_000, 'the base');
    const last = await note(owner, 3);
    await reaches(owner, last);
    const preview = (at: Timestamp) =>
      owner.call('POST', '/v1/backups/journal/restore/preview', { body: { at: clusterText(at) } });
    expect((await preview(early)).status).toBe(200);
    const { gaps } = await journal(owner);
    expect(gaps).toEqual([{ from: expect.any(String), to: expect.any(String), reason: 'FailedToParse' }]);
    const refused = await preview(late);
    if (refused.status !== 200)
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'journal.gap',
        gap: { from: expect.any(String) },
      });
    const seen = await preview(last);
    expect([seen.status, seen.body['backup']]).toEqual([200, expect.any(String)]);
    const base = await owner.call('GET', `/v1/backups/${String(seen.body['backup'])}`);
    expect(base.body).toMatchObject({ kind: 'journal', phase: 'done', created_by: null });

    // What nobody needs any more goes: everything before the bases, of which each organization has one by now.
    const databases = sut.master.collection('journal_databases');
    await until(
      async () => (await databases.countDocuments({ live: true, base: { $exists: false } })) === 0,
      120_000,
      'a base of each organization',
    );
    const kept = (await now()).t;
    await until(async () => (await now()).t > kept + 1, 60_000, 'two seconds');
    const objects = sut.master.collection('journal_objects');
    const before = await objects.countDocuments();
    await sut.app.get(JournalRetention, { strict: false }).removeOld(new Date((kept + 1) * 1000));
    expect(await objects.countDocuments()).toBeLessThan(before);
    expect((await problemOf(preview(early)))[0]).toBe(410);
    expect((await preview(last)).status).toBe(200);
    const inStore = files(store).filter((path) => path.includes('/journal/'));
    await until(
      async () => (await objects.countDocuments()) >= inStore.length,
      60_000,
      'a row of each object',
    );
  });
});

async function problemOf(asked: Promise<{ status: number; body: Record<string, unknown> }>) {
  const { status, body } = await asked;
  return [status, body['code']];
}

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

const WRITTEN = ['a', 'b', 'c'];

async function written(data: Db, at: Timestamp): Promise<Record<string, string[]>> {
  const found = await Promise.all(WRITTEN.map((name) => documentsAt(data, name, at, false)));
  return Object.fromEntries(WRITTEN.map((name, i) => [name, found[i]]));
}

const sorted = (indexes: readonly Spec[]): Spec[] =>
  [...indexes].sort((x, y) => (String(x.get('name')) < String(y.get('name')) ? -1 : 1));
