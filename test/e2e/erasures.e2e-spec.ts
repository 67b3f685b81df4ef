import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { type ErasureCertificate, verifyErasureCertificate } from '@rowhouse/verify/erasure-certificate';
import { ExpiredBranchesTask } from '../../src/modules/branches/expired-branches.task.js';
import { MailService } from '../../src/modules/mail/mail.service.js';
import { DatabaseDropsService } from '../../src/modules/organizations/marks/database-drops.service.js';
import { ReconcilerService } from '../../src/modules/organizations/reconciler/reconciler.service.js';
import { CertificatesService } from '../../src/modules/undeletes/certificates/certificates.service.js';
import type { TestApp } from '../support/app.js';
import { awaitMails, mailsTo } from '../support/mailbox.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';

type Organization = Awaited<ReturnType<TestApp['organization']>>;
interface Erasure extends Record<string, unknown> {
  id: string;
  organization_id: string;
  phase: string;
}

describe('the erasure of an organization', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let store: string;
  const { signal } = new AbortController();
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-erasures-'));
    ({ sut, operator } = await startWithOperator({ BACKUP_STORE: `file://${store}`, UNDELETE_DAYS: '0' }));
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(store, { recursive: true, force: true });
  });

  const remove = async ({ token }: Organization) =>
    expect((await sut.call('DELETE', '/v1/organizations/current', { token })).status).toBe(204);
  const erasures = async (id: string) =>
    (await operator.call<{ items: Erasure[] }>('GET', `/erasures?organization_id=${id}`)).body.items;
  const certified = async (id: string): Promise<Erasure> => {
    await until(async () => (await erasures(id))[0]?.phase === 'certified', 20_000, 'the certificate');
    const all = await erasures(id);
    expect(all).toHaveLength(1);
    return all[0];
  };
  const keys = async () => (await sut.call<JSONWebKeySet>('GET', '/v1/audit/keys')).body;
  const download = async (path: string, token?: string): Promise<Buffer> => {
    const reply = await fetch(
      `${sut.url}${path}`,
      token ? { headers: { authorization: `Bearer ${token}` } } : {},
    );
    expect([reply.status, reply.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringContaining('attachment'),
    ]);
    return Buffer.from(await reply.arrayBuffer());
  };
  const verified = async (file: Buffer, name?: string): Promise<ErasureCertificate> =>
    verifyErasureCertificate(file, { keys: await keys(), name });
  const service = () => sut.app.get(CertificatesService, { strict: false });

  it('is certified: what went, with which keys, and until when the database remembers', async () => {
    const org = await sut.organization('Certified Corp');
    const member = await joinAs(sut, org.id, 'member');
    const owner = speaker(sut, org.id, org);
    await sut.client.db(org.database).collection('orders').insertOne({ n: 1 });
    const backup = await owner.call<{ id: string }>('POST', '/v1/backups', { body: {} });
    await until(
      async () => (await owner.call('GET', `/v1/backups/${backup.body.id}`)).body['phase'] === 'done',
      20_000,
      'the backup',
    );
    const branch = await owner.call<{ id: string }>('POST', '/v1/branches', {
      body: { name: 'Certified Branch' },
    });
    await until(
      async () => (await owner.call('GET', `/v1/branches/${branch.body.id}`)).body['phase'] === 'ready',
      20_000,
      'the branch',
    );
    const before = Date.now();
    await remove(org);
    // Its branch is there until its turn comes, and nothing is certified meanwhile.
    await service().certifyAll(signal);
    const [begun] = await erasures(org.id);
    expect([begun.phase, begun['certified_at']]).toEqual(['begun', null]);
    const early = await operator.call('GET', `/erasures/${begun.id}/certificate`);
    expect([early.status, early.body['code']]).toEqual([409, 'erasure.not_certified']);
    await sut.app.get(ExpiredBranchesTask, { strict: false }).sweep(new Date(), signal);

    const erasure = await certified(org.id);
    const file = await download(`/v1/platform/erasures/${erasure.id}/certificate`, operator.token);
    const certificate = await verified(file, 'Certified Corp');
    expect(certificate).toEqual({
      version: 1,
      id: erasure.id,
      registry: expect.any(String) as never,
      organization: expect.objectContaining({ id: org.id, is_branch: false }) as never,
      deleted_at: expect.any(String) as never,
      erased_at: expect.any(String) as never,
      signed_at: expect.any(String) as never,
      databases: [
        expect.objectContaining({ name: org.database, organization_id: org.id, state: 'dropped' }) as never,
        expect.objectContaining({ organization_id: branch.body.id, state: 'dropped' }) as never,
      ],
      archives: [expect.objectContaining({ id: backup.body.id, kind: 'manual', removed: true }) as never],
      keys: [{ seals: 'archives', thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/) as never }],
      branches: [branch.body.id],
      members: 2,
      accounts: { count: expect.any(Number) as never, ids: expect.any(Array) as never },
      remains: {
        snapshot_window: { seconds: expect.any(Number) as never, ends_at: expect.any(String) as never },
        oplog: { oldest_at: expect.any(String) as never, estimated_end_at: expect.any(String) as never },
        notes: expect.arrayContaining([expect.stringContaining('audit log')]) as never,
      },
    });
    const dropped = certificate.databases.map(({ dropped_at }) => Date.parse(dropped_at!));
    const { seconds, ends_at } = certificate.remains.snapshot_window;
    expect(Date.parse(ends_at!)).toBe(
      Math.max(Date.parse(certificate.erased_at), ...dropped) + seconds! * 1000,
    );
    expect(Date.parse(certificate.erased_at)).toBeGreaterThanOrEqual(before);
    await expect(verified(file, 'Certified Inc')).rejects.toThrow('another name');

    // The owner, and nobody else, gets the same file by a link, without an account.
    const mails = await awaitMails(sut, org.email, 'organization_erased');
    expect(mails).toHaveLength(1);
    const link = String(mails[0].data['link']);
    expect(await download(link)).toEqual(file);
    expect(await mailsTo(sut, member.email, 'organization_erased')).toEqual([]);
    const wrong = await sut.call('GET', `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`);
    expect([wrong.status, wrong.body['code']]).toEqual([404, 'erasure.not_found']);
    const flipped = Buffer.from(file);
    flipped[200] ^= 1;
    await expect(verified(flipped)).rejects.toThrow(Error);
    // What it was called is kept no longer, nor who is told.
    const row = JSON.stringify(await sut.master.collection('erasures').findOne({ org_id: org.id }));
    expect(row).not.toContain('Certified Corp');
    expect(row).not.toContain(org.email);
    const log = await operator.call<{ items: { action: string }[] }>(
      'GET',
      `/audit?organization_id=${org.id}&action=organization.erasure_certified`,
    );
    expect(log.body.items).toHaveLength(1);
    // The branch has a certificate of its own, and nobody is mailed about it.
    const ofBranch = await certified(branch.body.id);
    const own = await verified(
      await download(`/v1/platform/erasures/${ofBranch.id}/certificate`, operator.token),
    );
    expect(own.organization.is_branch).toBe(true);
    expect(await mailsTo(sut, org.email, 'organization_erased')).toHaveLength(1);
  }, 60_000);

  it('is certified once, when it was killed before its database was dropped, and before its mail', async () => {
    const org = await sut.organization('Killed Erasure');
    const drops = sut.app.get(DatabaseDropsService, { strict: false });
    const drop = jest.spyOn(drops, 'drop').mockRejectedValue(new Error('killed'));
    await remove(org);
    await service().certifyAll(signal);
    expect((await erasures(org.id))[0].phase).toBe('begun');
    const mail = sut.app.get(MailService, { strict: false });
    const enqueue = jest.spyOn(mail, 'enqueueAll').mockRejectedValue(new Error('killed'));
    drop.mockRestore();
    await sut.master
      .collection('organizations')
      .updateMany({ lifecycle: 'deleting' }, { $set: { updated_at: new Date(0) } });
    await until(
      async () => {
        await sut.app.get(ReconcilerService, { strict: false }).reconcile(false);
        return (
          (await sut.master.collection('databases').countDocuments({ org_id: org.id, state: 'dropped' })) ===
          1
        );
      },
      20_000,
      'the database is dropped',
    );
    await service().certifyAll(signal);
    expect((await erasures(org.id))[0].phase).toBe('begun');
    enqueue.mockRestore();
    await Promise.all([1, 2, 3].map(() => service().certifyAll(signal)));
    await certified(org.id);
    expect(await mailsTo(sut, org.email, 'organization_erased')).toHaveLength(1);
    const rows = await sut.master.collection('erasures').find({ org_id: org.id }).toArray();
    expect(rows.map(({ links }) => (links as string[]).length)).toEqual([1]);
  }, 60_000);

  it('is an operator’s to read', async () => {
    const org = await sut.organization('Read By Operators');
    const other = await sut.organization('Other Reader');
    await remove(org);
    const { id } = await certified(org.id);
    for (const path of ['', `/${id}`, `/${id}/certificate`]) {
      const refused = await sut.call('GET', `/v1/platform/erasures${path}`, { token: other.token });
      expect([path, refused.status]).toEqual([path, 403]);
    }
    const none = await operator.call('GET', `/erasures/${org.id}`);
    expect([none.status, none.body['code']]).toEqual([404, 'erasure.not_found']);
    for (const query of ['cursor=x', 'organization_id=x', 'limit=0'])
      expect([query, (await operator.call('GET', `/erasures?${query}`)).status]).toEqual([query, 400]);
    const first = await operator.call<{ items: Erasure[]; next_cursor: string }>('GET', '/erasures?limit=1');
    const next = await operator.call<{ items: Erasure[] }>(
      'GET',
      `/erasures?limit=1&cursor=${first.body.next_cursor}`,
    );
    expect(next.body.items[0].id).not.toBe(first.body.items[0].id);
  }, 60_000);
});
