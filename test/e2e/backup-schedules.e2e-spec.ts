import { AppError } from '../../src/common/errors/app-error.js';
import { BackupMaker } from '../../src/modules/backups/backup-maker.js';
import { ScheduledBackupsTask } from '../../src/modules/backups/scheduled-backups.task.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { awaitMails } from '../support/mailbox.js';
import { type Person, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';

interface BackupBody extends Record<string, unknown> {
  id: string;
  kind: string;
  phase: string;
}

interface CopyBody extends Record<string, unknown> {
  id: string;
  phase: string;
  error: string | null;
}

describe('backups by schedule', () => {
  let sut: TestApp;
  let orgId: string;
  let owner: Person;
  let serial = 0;
  beforeAll(async () => {
    sut = await startTestApp({ BACKUPS_PER_ORGANIZATION: '4' });
  }, 60_000);
  beforeEach(async () => {
    const made = await sut.organization(`Schedule ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
    await sut.client.db(made.database).collection('a').insertOne({ n: 0 });
  });
  afterAll(() => sut?.stop());

  const ended = async (id: string): Promise<BackupBody> => {
    let last: BackupBody | undefined;
    await until(
      async () => {
        last = (await owner.call<BackupBody>('GET', `/v1/backups/${id}`)).body;
        return last.phase === 'done' || last.phase === 'failed';
      },
      30_000,
      'the backup',
    );
    return last!;
  };
  const schedule = (body: object) => owner.call('PUT', '/v1/backups/schedule', { body });
  const due = async () => {
    await sut.master
      .collection<{ _id: string }>('backup_schedules')
      .updateOne({ _id: orgId }, { $set: { next_at: new Date(Date.now() - 60_000) } });
    const task = sut.app.get(ScheduledBackupsTask, { strict: false });
    const { signal } = new AbortController();
    await Promise.all([task.askForDue(signal), task.askForDue(signal)]); // as two instances do
  };
  const scheduled = async () =>
    (await owner.call<{ items: BackupBody[] }>('GET', '/v1/backups')).body.items.filter(
      ({ kind }) => kind === 'scheduled',
    );

  it('come without a journal unless somebody turns it on', async () => {
    const { status, body } = await owner.call('GET', '/v1/backups/journal');
    expect([status, body['code']]).toEqual([409, 'journal.off']);
    expect(await sut.master.collection('journal').countDocuments()).toBe(0);
  });

  it('are restored as new organizations, under a name that is free, by their owners alone', async () => {
    const made = (await owner.call<BackupBody>('POST', '/v1/backups', { body: {} })).body;
    const path = `/v1/backups/${made.id}/copies`;
    await ended(made.id);
    const name = `Copy ${serial}`;
    const asked = await Promise.all([1, 2].map(() => owner.call<CopyBody>('POST', path, { body: { name } })));
    for (const one of asked) expect([202, 409]).toContain(one.status);
    const { id } = asked.find(({ status }) => status === 202)!.body;
    const copyOf = async (of: string) => (await owner.call<CopyBody>('GET', `/v1/backups/copies/${of}`)).body;
    const accepted = asked.filter(({ status }) => status === 202).map(({ body }) => body.id);
    for (const of of accepted)
      await until(async () => (await copyOf(of)).phase !== 'building', 20_000, 'the copy');
    const ends = await Promise.all(accepted.map(copyOf));
    // Of two of one name one is there; the other says why it is not.
    expect(ends.filter(({ phase }) => phase === 'ready')).toHaveLength(1);
    for (const one of ends.filter(({ phase }) => phase !== 'ready'))
      expect(one.error).toBe('organization.name_taken');
    const ready = ends.find(({ phase }) => phase === 'ready')!;
    const documents = await owner.call<{ items: { n: number }[] }>('GET', '/v1/data/a', {
      headers: { 'x-org-id': ready.id },
    });
    expect([documents.status, documents.body.items.map(({ n }) => n)]).toEqual([200, [0]]);
    expect((await owner.call('GET', '/v1/organizations/current')).status).toBe(200);
    expect((await owner.call('POST', path, { body: { name } })).body['code']).toBe('organization.name_taken');

    const stranger = speaker(sut, '', await sut.organization(`Stranger ${serial}`));
    const own = { token: stranger.token, headers: {} };
    expect((await sut.call('POST', path, { ...own, body: { name: 'Mine' } })).body['code']).toBe(
      'backup.not_found',
    );
    expect((await sut.call('GET', `/v1/backups/copies/${id}`, own)).body['code']).toBe(
      'backup.copy_not_found',
    );
    const gone = await sut.master
      .collection('databases')
      .countDocuments({ org_id: { $in: accepted }, state: 'active' });
    expect(gone).toBe(1);
  });

  it('are asked for once a run, and give way by count and age', async () => {
    const mine = (await owner.call<BackupBody>('POST', '/v1/backups', { body: {} })).body;
    await ended(mine.id);
    const set = await schedule({
      cron: '0 3 * * *',
      time_zone: 'Europe/Berlin',
      keep_count: 1,
      keep_days: 3,
    });
    expect(set.body).toEqual({
      ...{ cron: '0 3 * * *', time_zone: 'Europe/Berlin', keep_count: 1, keep_days: 3, enabled: true },
      next_runs: [expect.any(String), expect.any(String), expect.any(String)],
      ...{ last_at: null, last_backup: null, skipped: null },
    });
    await due();
    const [first, ...none] = await scheduled();
    expect(none).toEqual([]);
    expect((await ended(first.id)).phase).toBe('done');
    const age = Date.parse(String(first['expires_at'])) - Date.parse(String(first['created_at']));
    expect(Math.round(age / 86_400_000)).toBe(3);
    const known = await owner.call('GET', '/v1/backups/schedule');
    expect([known.body['last_backup'], known.body['skipped']]).toEqual([first.id, null]);

    await due();
    const [second] = await scheduled();
    expect([second.id === first.id, (await ended(second.id)).phase]).toEqual([false, 'done']);
    await due();
    const [third] = await scheduled();
    await ended(third.id);
    expect((await scheduled()).map(({ id }) => id)).toEqual([third.id, second.id]);
    expect((await owner.call('GET', `/v1/backups/${mine.id}`)).status).toBe(200);
    expect((await owner.call('DELETE', '/v1/backups/schedule')).status).toBe(204);
    await due();
    expect(await scheduled()).toHaveLength(2);
    expect((await owner.call('GET', '/v1/backups/schedule')).body['code']).toBe('backup.schedule_not_found');
  });

  it('are skipped while the one before is not made, and when people’s backups fill the limit', async () => {
    expect((await schedule({ cron: '0 3 * * *' })).status).toBe(200);
    const rows = sut.master.collection<{ _id: string }>('backups');
    const row = { org_id: orgId, phase: 'running', due: false, created_at: new Date() };
    await rows.insertOne({ _id: `busy-${orgId}`, kind: 'scheduled', ...row } as never);
    await due();
    expect((await owner.call('GET', '/v1/backups/schedule')).body['skipped']).toBe('busy');
    await rows.deleteOne({ _id: `busy-${orgId}` });
    const full = Array.from({ length: 4 }, (_, n) => ({
      _id: `full-${orgId}-${n}`,
      kind: 'manual',
      ...row,
      phase: 'done',
    }));
    await rows.insertMany(full);
    await due();
    expect((await owner.call('GET', '/v1/backups/schedule')).body['skipped']).toBe('limit');
    await rows.deleteMany({ org_id: orgId });
  });

  it.each([
    [{ cron: '0 3 * *' }, 'cron'],
    [{ cron: '* * * * * *' }, 'cron'],
    [{ cron: '0 0 31 2 *' }, 'cron'],
    [{ cron: '*/5 * * * *' }, 'cron'],
    [{ cron: '0 3 * * *', time_zone: 'Mars/Base' }, 'time_zone'],
    [{ cron: '0 3 * * *', keep_count: 0 }, 'keep_count'],
  ])('refuse %j', async (body, field) => {
    const refused = await schedule(body);
    expect([refused.status, Object.keys(refused.body['errors'] as object)]).toEqual([400, [field]]);
  });

  it('tell the owners when they fail', async () => {
    expect((await schedule({ cron: '0 3 * * *' })).status).toBe(200);
    const maker = sut.app.get(BackupMaker, { strict: false });
    const make = jest.spyOn(maker, 'make').mockRejectedValue(new AppError('backup.key_wrong'));
    await due();
    const [failed] = await scheduled();
    expect([(await ended(failed.id)).phase, (await ended(failed.id))['fault']]).toEqual([
      'failed',
      'key_missing',
    ]);
    make.mockRestore();
    const [mail] = await awaitMails(sut, owner.email, 'backup_failed');
    expect(mail.data['reason']).toBe('key');
  });
});
