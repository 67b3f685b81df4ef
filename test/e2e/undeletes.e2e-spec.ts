import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { verifyErasureCertificate } from '@rowhouse/verify/erasure-certificate';
import { ErasuresService } from '../../src/modules/undeletes/erasures.service.js';
import { BuildsRepository } from '../../src/modules/organizations/builds/builds.repository.js';
import type { TestApp } from '../support/app.js';
import { awaitMails, mailedCode } from '../support/mailbox.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs } from '../support/people.js';
import { problem } from '../support/problem.js';
import { until } from '../support/smtp.js';

type Organization = Awaited<ReturnType<TestApp['organization']>>;
interface Deleted extends Record<string, unknown> {
  organization_id: string;
  phase: string;
}
const DAY_MS = 24 * 3600 * 1000;

describe('a deleted organization', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let store: string;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-undeletes-'));
    const settings = { BACKUP_STORE: `file://${store}`, UNDELETE_DAYS: '7' };
    ({ sut, operator } = await startWithOperator(settings));
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(store, { recursive: true, force: true });
  });

  /** A folder may go while it is read: then something is there still. */
  const stored = (orgId: string): number => {
    try {
      return readdirSync(store, { recursive: true, withFileTypes: true }).filter(
        (one) => one.isFile() && one.parentPath.includes(orgId),
      ).length;
    } catch {
      return 1;
    }
  };
  const remove = async (org: Organization): Promise<string> => {
    const path = `/org/delete?organization_name=${encodeURIComponent(org.name)}`;
    expect((await sut.call('DELETE', path, { token: org.token })).status).toBe(200);
    return mailedCode(sut, org.email, 'organization_deleted');
  };
  const undelete = (code: string, more: object = {}) =>
    sut.call<Deleted>('POST', '/v1/undeletes', { body: { code, ...more } });
  const signIn = (org: Organization) =>
    sut.call<{ access_token: string }>('POST', '/v1/sessions', {
      body: { email: org.email, password: org.password },
    });
  const keys = () => sut.master.collection<{ _id: string }>('archive_keys');

  it('is back as it was, by the mailed link of its owner, however often that is used', async () => {
    const org = await sut.organization('Come Back');
    const member = await joinAs(sut, org.id, 'admin');
    const role = { key: 'clerk', name: 'Clerk', permissions: ['data.read'] };
    expect((await sut.call('POST', '/v1/roles', { token: org.token, body: role })).status).toBe(201);
    const data = sut.client.db(org.database);
    await data.collection('orders').insertMany(Array.from({ length: 300 }, (_, n) => ({ n })));
    await data.collection('orders').createIndex({ n: -1 }, { unique: true });
    const hashOf = async (name: string) =>
      (await sut.client.db(name).command({ dbHash: 1 }))['collections'].orders;
    const before = await hashOf(org.database);

    const factors = () => sut.master.collection<{ _id: string }>('second_factors');
    const factor = { _id: org.adminId, sealed: Buffer.from('sealed'), key: 1, last_step: 7, recovery: ['x'] };
    await factors().insertOne(factor);
    const factorBefore = await factors().findOne({ _id: org.adminId });

    const code = await remove(org);
    expect(await factors().countDocuments({ _id: org.adminId })).toBe(0);
    expect(await sut.master.collection('sessions').countDocuments({ user_id: org.adminId })).toBe(0);
    // Gone for everybody at once (S1-09), database and all.
    const { databases } = await sut.client.db().admin().listDatabases();
    expect(databases.map(({ name }) => name)).not.toContain(org.database);
    expect((await signIn(org)).status).toBe(401);
    expect((await sut.call('GET', `/org/get?organization_name=Come%20Back`)).status).toBe(404);
    // What is kept says nothing to who reads master or the store.
    const parts = await sut.master
      .collection<{ sealed: { buffer: Buffer } }>('deleted_parts')
      .find()
      .toArray();
    for (const { sealed } of parts) expect(sealed.buffer.includes(org.email)).toBe(false);

    const offer = await sut.call('POST', '/v1/undeletes/preview', { body: { code } });
    expect([offer.status, offer.body['organization_name'], offer.body['members']]).toEqual([
      200,
      'Come Back',
      2,
    ]);
    const [one, two, three] = await Promise.all([undelete(code), undelete(code), undelete(code)]);
    for (const reply of [one, two, three])
      expect([reply.status, reply.body.phase]).toEqual([200, 'returned']);
    expect((await undelete(code)).body).toEqual(one.body);
    expect(one.body).toEqual(expect.objectContaining({ organization_id: org.id, members_left_out: [] }));

    // Who had a second factor has it still.
    expect(await factors().findOne({ _id: org.adminId })).toEqual(factorBefore);
    await factors().deleteOne({ _id: org.adminId });

    const token = (await signIn(org)).body.access_token;
    const own = await sut.call('GET', '/v1/organizations/current', { token });
    expect([own.status, own.body['id'], own.body['name']]).toEqual([200, org.id, 'Come Back']);
    const [row, ...others] = await sut.master
      .collection('organizations')
      .find({ name: 'Come Back' })
      .toArray();
    expect(others).toEqual([]);
    expect(row['collection_name']).not.toBe(org.database);
    expect(await hashOf(String(row['collection_name']))).toBe(before);
    expect(await sut.client.db(String(row['collection_name'])).collection('orders').indexes()).toHaveLength(
      2,
    );
    const roles = await sut.call<{ items: { key: string }[] }>('GET', '/v1/roles', { token });
    expect(roles.body.items.map(({ key }) => key)).toContain('clerk');
    await until(
      async () => (await member.call('GET', '/v1/me')).body['role'] === 'admin',
      3000,
      'the member',
    );
    // The tokens of before do not come back with the account.
    expect((await sut.call('GET', '/v1/organizations/current', { token: org.token })).status).toBe(401);
    await awaitMails(sut, org.email, 'organization_returned');
    const audit = await sut.call<{ items: { action: string }[] }>('GET', '/v1/audit', { token });
    expect(audit.body.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['organization.undeleted', 'organization.deleted', 'organization.created']),
    );
    expect(
      (await sut.call('POST', '/v1/organizations/current/audit/verification', { token })).status,
    ).not.toBe(500);
    await until(() => Promise.resolve(stored(org.id) === 0), 10_000, 'the archive is removed');
    expect(await keys().countDocuments({ _id: org.id })).toBe(1);
    const active = await sut.master
      .collection('databases')
      .find({ org_id: org.id, state: 'active' })
      .toArray();
    expect(active).toHaveLength(1);

    // A second deletion has links of its own.
    const again = { ...org, token };
    expect((await sut.call('DELETE', '/v1/organizations/current', { token })).status).toBe(204);
    expect((await undelete(code)).body).toEqual(
      problem(400, 'auth.link_invalid', expect.any(String) as never, '/v1/undeletes'),
    );
    const second = await mailedCode(sut, again.email, 'organization_deleted', 2);
    expect((await undelete(second)).body.phase).toBe('returned');
  });

  it('says which name or domain is another’s by now, and comes back without it', async () => {
    const org = await sut.organization('Taken Name');
    await sut.master
      .collection('organizations')
      .updateOne({ name: org.name }, { $set: { domain: 'taken-name.example' } });
    const code = await remove(org);
    const other = await sut.organization('Taken Name');
    await sut.master
      .collection('organizations')
      .updateOne({ name: other.name }, { $set: { domain: 'taken-name.example' } });
    expect((await undelete(code)).body['code']).toBe('organization.name_taken');
    expect((await undelete(code, { name: 'Taken Name Two' })).body['code']).toBe('organization.domain_taken');
    const back = await undelete(code, { name: 'Taken Name Two', without_domain: true });
    expect([back.status, back.body['name']]).toEqual([200, 'Taken Name Two']);
    expect((await sut.call('GET', '/v1/organizations/current', { token: other.token })).status).toBe(200);
  });

  it('gives no place to a stranger who registered the address of its owner', async () => {
    const org = await sut.organization('Strange Owner');
    const code = await remove(org);
    const stranger = await sut.call('POST', '/org/create', {
      body: { organization_name: 'Stranger', email: org.email, password: 'Another-Password-1' },
    });
    expect(stranger.status).toBe(201);
    const refused = await undelete(code);
    expect([refused.status, refused.body['code']]).toEqual([409, 'undelete.no_owner']);
    expect(await sut.master.collection('organizations').countDocuments({ name: org.name })).toBe(0);
    expect((await operator.call<{ items: Deleted[] }>('GET', '/deleted-organizations')).body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ organization_id: org.id, fault: 'undelete.no_owner' }),
      ]),
    );
    await until(
      async () =>
        (await sut.master.collection('databases').countDocuments({ org_id: org.id, state: 'dropped' })) === 2,
      10_000,
      'what was built is dropped',
    );
  });

  it('is brought back by another instance when one was killed in the middle', async () => {
    const org = await sut.organization('Killed');
    await sut.client
      .db(org.database)
      .collection('a')
      .insertMany([{ _id: 1 }, { _id: 2 }] as object[]);
    const code = await remove(org);
    const builds = sut.app.get(BuildsRepository, { strict: false });
    const take = jest.spyOn(builds.leases, 'take').mockImplementationOnce(async (id) => {
      // As a dead instance leaves it: half a collection, and a lease that ends soon.
      const build = (await builds.find(id))!;
      await sut.client
        .db(build.to)
        .collection('a')
        .insertMany([{ _id: 1 }, { _id: 3 }] as object[]);
      await sut.master
        .collection<{ _id: string }>('builds')
        .updateOne({ _id: id }, { $set: { lease_owner: 'dead', lease_until: new Date(Date.now() + 1500) } });
      return false;
    });
    const back = await undelete(code);
    expect([back.status, back.body.phase, take.mock.calls.length > 0]).toEqual([200, 'returned', true]);
    take.mockRestore();
    const row = await sut.master.collection('organizations').findOne({ name: org.name });
    const ids = await sut.client.db(String(row!['collection_name'])).collection('a').distinct('_id');
    expect(ids).toEqual([1, 2]);
  });

  it('is listed, brought back and erased by operators, and by nobody else', async () => {
    const org = await sut.organization('By Operators');
    const other = await sut.organization('Other Owner');
    const code = await remove(org);
    const path = `/v1/platform/deleted-organizations/${org.id}`;
    for (const [method, of] of [
      ['POST', `${path}/undelete`],
      ['DELETE', path],
      ['GET', '/v1/platform/deleted-organizations'],
    ] as const)
      expect(
        (await sut.call(method, of, { token: other.token, body: method === 'POST' ? {} : undefined })).status,
      ).toBe(403);
    const confirmed = { headers: { 'x-confirm-password': 'PlatformSecure123!' } };
    const back = await operator.call<Deleted>('POST', `/deleted-organizations/${org.id}/undelete`, {
      body: {},
      ...confirmed,
    });
    expect([back.status, back.body.phase]).toEqual([200, 'returned']);
    const token = (await signIn(org)).body.access_token;
    await remove({ ...org, token });
    expect((await undelete(code)).body['code']).toBe('auth.link_invalid');
    expect((await operator.call('DELETE', `/deleted-organizations/${org.id}`, confirmed)).status).toBe(204);
    const gone = await operator.call('DELETE', `/deleted-organizations/${org.id}`, confirmed);
    expect([gone.status, gone.body['code']]).toEqual([410, 'undelete.erased']);
    const second = await mailedCode(sut, org.email, 'organization_deleted', 2);
    expect((await undelete(second)).body['code']).toBe('undelete.erased');
    expect(await keys().countDocuments({ _id: org.id })).toBe(0);
    await until(() => Promise.resolve(stored(org.id) === 0), 10_000, 'the store is empty');
  });

  it('is erased when its days are over', async () => {
    const org = await sut.organization('Over');
    await sut.call('POST', '/v1/backups', { token: org.token, body: {} });
    const code = await remove(org);
    expect(stored(org.id)).toBeGreaterThan(0);
    const erasures = sut.app.get(ErasuresService, { strict: false });
    const { signal } = new AbortController();
    await erasures.sweep(new Date(Date.now() + 7 * DAY_MS - 60_000), signal);
    expect(await keys().countDocuments({ _id: org.id })).toBe(1);
    const late = new Date(Date.now() + 7 * DAY_MS + 1000);
    await Promise.all([erasures.sweep(late, signal), erasures.sweep(late, signal)]);
    expect(await keys().countDocuments({ _id: org.id })).toBe(0);
    await until(() => Promise.resolve(stored(org.id) === 0), 10_000, 'the store is empty');
    const row = await sut.master
      .collection<{ _id: string; phase: string; name?: string }>('deleted_organizations')
      .findOne({ _id: org.id });
    expect([row!['phase'], row!['name']]).toEqual(['erased', undefined]);
    expect(
      await sut.master.collection('deleted_parts').countDocuments({ _id: { $regex: org.id } as never }),
    ).toBe(0);
    expect((await undelete(code)).status).toBe(410);
    // Its owners, whose addresses were sealed until then, get the one certificate.
    const mails = await awaitMails(sut, org.email, 'organization_erased');
    expect(mails.map(({ data }) => data['organization'])).toEqual(['Over']);
    const file = await (await fetch(`${sut.url}${String(mails[0].data['link'])}`)).arrayBuffer();
    const keySet = (await sut.call<JSONWebKeySet>('GET', '/v1/audit/keys')).body;
    const { archives, deleted_at, erased_at } = await verifyErasureCertificate(Buffer.from(file), {
      keys: keySet,
      name: 'Over',
    });
    expect(archives.map(({ kind, removed }) => [kind, removed])).toEqual([
      ['manual', true],
      ['final', true],
    ]);
    expect(deleted_at < erased_at).toBe(true);
  });
});
