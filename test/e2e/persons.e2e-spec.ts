import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JSONWebKeySet } from 'jose';
import { Collection, ObjectId } from 'mongodb';
import { verifyAuditLog } from '@rowhouse/verify/audit-verification';
import { AuditService } from '../../src/modules/audit/audit.service.js';
import { PersonErasuresTask } from '../../src/modules/persons/person-erasures.task.js';
import type { TestApp } from '../support/app.js';
import { blocksOf, runShell, withAddresses } from '../support/guide.js';
import { prove } from '../support/keys.js';
import { awaitMails, mailsTo } from '../support/mailbox.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs, type Person, setRole } from '../support/people.js';
import { until } from '../support/smtp.js';

describe('a person’s data', () => {
  let sut: TestApp;
  let operator: TestOperator;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
  });
  afterAll(() => sut?.stop());

  const erased = (id: string) =>
    until(
      async () => {
        const row = await sut.master.collection<{ _id: string }>('erasures').findOne({ _id: id });
        return row !== null && 'done_at' in row;
      },
      20_000,
      `erasure of ${id}`,
    );
  /** Ends what the person owns alone. */
  const giveUpHome = async ({ token, email }: Person) => {
    expect((await sut.call('DELETE', '/v1/organizations/current', { token })).status).toBe(204);
    // The certificate of the erasure comes later; after the account is gone it would be one more mail to the address.
    await awaitMails(sut, email, 'organization_erased');
  };
  /** Collections of master in which a text stands anywhere. */
  const placesOf = async (text: string): Promise<string[]> => {
    const found: string[] = [];
    for (const { name } of await sut.master.listCollections().toArray()) {
      if (JSON.stringify(await sut.master.collection(name).find().toArray()).includes(text)) found.push(name);
    }
    return found.sort();
  };
  const verified = (orgId: string) => sut.app.get(AuditService, { strict: false }).verify(orgId);

  it('is exported whole and without a secret, to the person and to operators, on the record', async () => {
    const acme = await sut.organization('Right of Access');
    const ada = await joinAs(sut, acme.id, 'admin');
    await prove(sut, ada);
    const key = { name: 'CI of Ada', scopes: ['organization.read'] };
    const made = await ada.call<{ key: string }>('POST', '/v1/me/api-keys', { body: key });
    expect(made.status).toBe(201);
    await ada.call('POST', '/v1/invitations', { body: { email: 'new@right.example', role: 'member' } });
    const own = await ada.call<Record<string, never>>('GET', '/v1/me/export');
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(own.body).toMatchObject({
      account: { id: ada.userId, email: ada.email },
      api_keys: [{ name: 'CI of Ada', org_id: acme.id }],
      invitations_sent: [{ state: 'open' }],
      second_factor: [],
    });
    const kinds = own.body as unknown as Record<string, { action?: string }[]>;
    expect(kinds['memberships']).toHaveLength(2);
    expect(kinds['sessions'].length).toBeGreaterThan(0);
    expect(kinds['audit'].map(({ action }) => action)).toEqual(
      expect.arrayContaining(['api_key.created', 'invitation.created', 'user.data_exported']),
    );
    expect(JSON.stringify(own.body)).not.toMatch(/\$2[aby]\$|digest|token_hash|sealed|rwh_|"hash"/);
    const asked = await operator.call('GET', `/users/${ada.userId}/export`);
    expect(asked.body).toMatchObject({ account: { email: ada.email } });
    const { body } = await operator.call<{ items: object[] }>(
      'GET',
      '/audit?action=user.data_exported&limit=1',
    );
    expect(body.items).toMatchObject([{ target_id: ada.userId, ip: expect.any(String) as string }]);
    expect((await ada.call('GET', `/v1/platform/users/${ada.userId}/export`)).status).toBe(403);
    expect((await operator.call('GET', `/users/${'0'.repeat(24)}/export`)).status).toBe(404);
    const machine = { headers: { 'x-api-key': made.body.key } };
    for (const [method, path] of [
      ['GET', '/v1/me/export'],
      ['DELETE', '/v1/me'],
    ] as const) {
      expect([path, (await sut.call(method, path, machine)).status]).toEqual([path, 403]);
    }
  });

  it('is deleted with the account: nobody gets in, logs keep their proof, and nothing names the person', async () => {
    const acme = await sut.organization('Right of Erasure');
    const ada = await joinAs(sut, acme.id, 'owner');
    await prove(sut, ada);
    const key = { name: 'CI', scopes: ['organization.read'] };
    const made = await ada.call<{ key: string }>('POST', '/v1/me/api-keys', { body: key });
    const invited = { email: 'friend@erasure.example', role: 'member' };
    expect((await ada.call('POST', '/v1/invitations', { body: invited })).status).toBe(201);
    const refused = await ada.call<{ errors: Record<string, string> }>('DELETE', '/v1/me');
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ code: 'account.last_owner', errors: expect.any(Object) as object }),
    ]);
    expect(Object.values(refused.body.errors)).toEqual([
      expect.stringMatching(/transfer its ownership, or delete it$/),
    ]);
    await giveUpHome(ada);
    // Two at once: one of them deletes it.
    const both = await Promise.all([ada.call('DELETE', '/v1/me'), ada.call('DELETE', '/v1/me')]);
    const statuses = both.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(204);
    expect([204, 401, 404]).toContain(statuses[1]);
    expect((await ada.call('GET', '/v1/me')).status).toBe(401);
    const machine = { headers: { 'x-api-key': made.body.key } };
    await until(
      async () => (await sut.call('GET', '/v1/organizations/current', machine)).status === 401,
      5000,
      'the end of the key',
    );
    const again = { body: { email: ada.email, password: ada.password } };
    expect((await sut.call('POST', '/v1/sessions', again)).status).toBe(401);
    await awaitMails(sut, ada.email, 'account_deleted');
    await erased(ada.userId);
    expect((await mailsTo(sut, ada.email)).map(({ template }) => template)).toEqual(['account_deleted']);
    // The address is in the mail that tells of it, until that is forgotten; the id in logs, and where it is no name.
    expect(await placesOf(ada.email)).toEqual(['outbox']);
    expect(await placesOf(ada.userId)).toEqual(expect.arrayContaining(['audit_log', 'erasures']));
    const own = await sut.master.collection('audit_log').find({ actor_id: ada.userId }).toArray();
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter((row) => 'ip' in row || 'client_request_id' in row)).toEqual([]);
    expect(await verified(acme.id)).toMatchObject({ intact: true });
    expect(await verified('platform')).toMatchObject({ intact: true });
    const reply = await fetch(`${sut.url}/v1/audit/export`, {
      headers: { authorization: `Bearer ${acme.token}` },
    });
    const keys = (await sut.call<JSONWebKeySet>('GET', '/v1/audit/keys')).body;
    const lines = (await reply.text()).trimEnd().split('\n');
    async function* stream() {
      for (const line of lines) yield await Promise.resolve(line);
    }
    expect(await verifyAuditLog(stream(), { keys })).toMatchObject({ log: acme.id });
    // A forged erasure is found.
    const { _id, action } = own.find((row) => row['chain'] === acme.id)!;
    const write = (now: string) =>
      sut.master.collection('audit_log').updateOne({ _id }, { $set: { action: now } });
    await write('data.undone');
    expect(await verified(acme.id)).toMatchObject({ intact: false });
    await write(String(action));
  });

  it('is deleted by an operator once, on the record, and no operator’s account is', async () => {
    const acme = await sut.organization('Right by Operator');
    const bob = await joinAs(sut, acme.id, 'member');
    expect((await operator.call('DELETE', `/users/${bob.userId}`)).body).toMatchObject({
      code: 'account.last_owner',
    });
    await giveUpHome(bob);
    for (let twice = 0; twice < 2; twice++) {
      expect((await operator.call('DELETE', `/users/${bob.userId}`)).status).toBe(204);
    }
    const { body } = await operator.call<{ items: object[] }>('GET', '/audit?action=user.deleted&limit=1');
    expect(body.items).toMatchObject([{ target_id: bob.userId }]);
    expect((await operator.call('DELETE', `/users/${'0'.repeat(24)}`)).status).toBe(404);
    const self = await sut.call('DELETE', '/v1/me', { token: operator.token });
    expect([self.status, self.body['code']]).toEqual([409, 'account.operator']);
    const eve = await joinAs(sut, acme.id, 'admin');
    expect((await eve.call('DELETE', `/v1/platform/users/${acme.adminId}`)).status).toBe(403);
    await setRole(sut, acme.id, eve.userId, 'member');
  });

  it('is read and deleted as the guide says', async () => {
    const acme = await sut.organization('Guided Person');
    const cleo = await joinAs(sut, acme.id, 'member');
    await giveUpHome(cleo);
    const script = withAddresses(blocksOf('personal-data', 'bash').join('\n'), {
      'http://localhost:8000': sut.url,
    });
    const cwd = mkdtempSync(join(tmpdir(), 'rowhouse-person-'));
    try {
      const body = { email: cleo.email, password: cleo.password };
      const signedIn = await sut.call<{ access_token: string }>('POST', '/v1/sessions', { body });
      const env = { TOKEN: signedIn.body.access_token, PASSWORD: encodeURIComponent(cleo.password) };
      expect(await runShell(script, { cwd, env })).toEqual(['204']);
      expect(readFileSync(join(cwd, 'me.json'), 'utf8')).toContain(cleo.email);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });

  it('is erased to the end by another instance when one was killed after the commit', async () => {
    const acme = await sut.organization('Killed Midway');
    const [id, email] = [new ObjectId().toHexString(), 'midway@erasure.example'];
    await sut.app.get(AuditService, { strict: false }).recordAlone({
      action: 'data.exported',
      actorId: id,
      orgId: acme.id,
      targetType: 'test',
      targetId: 'x',
      ip: '203.0.113.9',
      clientRequestId: 'mine',
    });
    const at = new Date();
    const row = {
      org_id: acme.id,
      role: 'member',
      state: 'declined',
      invited_by: 'x',
      inviter: 'x',
      sends: 1,
    };
    const rows = sut.master.collection('invitations');
    const own = await rows.insertOne({ ...row, email, created_at: at });
    // Whoever has the address by now keeps what is theirs.
    const later = await rows.insertOne({ ...row, email, created_at: new Date(at.getTime() + 1000) });
    await sut.master.collection<{ _id: string }>('erasures').insertOne({ _id: id, at, email } as never);
    sut.app.get(PersonErasuresTask, { strict: false }).wake();
    await erased(id);
    expect(await rows.countDocuments({ _id: own.insertedId })).toBe(0);
    expect(await rows.deleteOne({ _id: later.insertedId })).toMatchObject({ deletedCount: 1 });
    expect(await placesOf('203.0.113.9')).toEqual([]);
    expect(await placesOf(email)).toEqual([]);
    expect(await verified(acme.id)).toMatchObject({ intact: true });
  });

  describe('killed at any step', () => {
    /** Writes about somebody, from the one that fails on: a process that was killed writes nothing. */
    let about: readonly string[] = [];
    let left = Infinity;
    let isDead = false;
    const WRITES = ['deleteMany', 'deleteOne', 'updateMany', 'updateOne', 'replaceOne', 'insertOne'] as const;
    beforeAll(() => {
      for (const name of WRITES) {
        const real = Collection.prototype[name] as (...given: unknown[]) => Promise<unknown>;
        jest.spyOn(Collection.prototype, name).mockImplementation(function (
          this: Collection,
          ...given: unknown[]
        ) {
          const text = JSON.stringify(given[0]);
          if (about.some((one) => text.includes(one)) && (isDead || left-- <= 0)) {
            isDead = true;
            return Promise.reject(new Error('kill -9'));
          }
          return real.apply(this, given);
        } as never);
      }
    });
    afterAll(() => jest.restoreAllMocks());
    const survive = (steps: number, ...names: string[]) => ([about, left, isDead] = [names, steps, false]);
    const revive = () => survive(Infinity);

    it('the request leaves everything or nothing', async () => {
      const acme = await sut.organization('Killed Requests');
      const ada = await joinAs(sut, acme.id, 'member');
      await giveUpHome(ada);
      let steps = 0;
      for (; ; steps++) {
        survive(steps, ada.userId, ada.email);
        const { status } = await ada.call('DELETE', '/v1/me');
        revive();
        if (status === 204) break;
        expect([steps, status]).toEqual([steps, 500]);
        expect([steps, (await ada.call('GET', '/v1/me')).status]).toEqual([steps, 200]);
      }
      expect(steps).toBeGreaterThan(5);
      await erased(ada.userId);
      expect(await verified(acme.id)).toMatchObject({ intact: true });
    });

    it('the erasure goes on, reads by indexes alone, and leaves nothing', async () => {
      const acme = await sut.organization('Killed Erasures');
      const task = sut.app.get(PersonErasuresTask, { strict: false });
      const run = () => task['run'](new AbortController().signal);
      const audit = sut.app.get(AuditService, { strict: false });
      const entry = { action: 'data.exported', orgId: acme.id, targetType: 'user' } as const;
      let steps = 0;
      for (let isWhole = false; !isWhole; steps++) {
        const [id, email] = [new ObjectId().toHexString(), `step${steps}@killed.example`];
        const ip = `203.0.113.${steps}`;
        await audit.recordAlone({ ...entry, actorId: id, targetId: 'x', ip });
        await audit.recordAlone({ ...entry, actorId: 'x', targetId: id, details: { reason: `of ${email}` } });
        const places = (await sut.master.collection('audit_log').find({ actor_id: id }).toArray()).concat(
          await sut.master.collection('audit_log').find({ target_id: id }).toArray(),
        );
        const at = new Date();
        const row = { org_id: acme.id, role: 'member', state: 'declined', sends: 1, created_at: at };
        await sut.master.collection('invitations').insertMany([
          { ...row, email, invited_by: 'x', inviter: 'x' },
          { ...row, email: 'y@killed.example', invited_by: id, inviter: email },
          { ...row, email: 'z@killed.example', invited_by: 'x', inviter: 'x', accepted_by: id },
        ]);
        await sut.master.collection('api_keys').insertOne({ user_id: id, org_id: acme.id });
        await sut.master.collection('impersonations').insertOne({ user_id: id, created_at: at });
        await sut.master.collection<{ _id: string }>('erasures').insertOne({ _id: id, at, email } as never);
        survive(steps, id, email, ...places.map(({ _id }) => String(_id)));
        isWhole = await run().then(
          () => true,
          () => false,
        );
        revive();
        if (!isWhole) {
          expect(
            await sut.master.collection<{ _id: string }>('erasures').findOne({ _id: id }),
          ).toHaveProperty('email');
          await run();
        }
        await erased(id);
        for (const text of [email, ip]) expect([steps, await placesOf(text)]).toEqual([steps, []]);
      }
      expect(steps).toBeGreaterThan(9);
      expect(await verified(acme.id)).toMatchObject({ intact: true });
    });
  });

  it('is exported and erased by indexes alone', async () => {
    const acme = await sut.organization('Indexed Erasure');
    const ada = await joinAs(sut, acme.id, 'member');
    await giveUpHome(ada);
    await sut.master.command({ profile: 2 });
    try {
      expect((await ada.call('GET', '/v1/me/export')).status).toBe(200);
      expect((await ada.call('DELETE', '/v1/me')).status).toBe(204);
      await erased(ada.userId);
    } finally {
      await sut.master.command({ profile: 0 });
    }
    const all = await sut.master.collection('system.profile').find().toArray();
    const scans = all.filter(
      ({ command, planSummary }) =>
        planSummary === 'COLLSCAN' &&
        [ada.userId, ada.email].some((one) => JSON.stringify(command).includes(one)),
    );
    expect(scans.map(({ ns, command }) => [ns, command])).toEqual([]);
    const seen = new Set(all.map(({ ns }) => String(ns).split('.').at(-1)));
    for (const one of [
      'outbox',
      'invitations',
      'api_keys',
      'impersonations',
      'audit_log',
      'address_requests',
    ])
      expect(seen).toContain(one);
  });

  it('is read while it is taken: a client that stops reading stops the reading of the log', async () => {
    const acme = await sut.organization('Slow Reader');
    const rows = sut.master.collection('audit_log');
    const [last] = await rows.find({ chain: acme.id }).sort({ n: -1 }).limit(1).toArray();
    const count = 14_000;
    const made = Array.from({ length: count }, (_, i) => ({
      ...last,
      _id: new ObjectId(),
      n: Number(last['n']) + 1 + i,
      actor_id: acme.adminId,
      details: { text: 'x'.repeat(2000) },
    }));
    await rows.insertMany(made, { ordered: false });
    const anchors = sut.master.collection<{ _id: string }>('audit_anchors');
    await anchors.updateOne({ _id: acme.id }, { $set: { count: Number(last['n']) + count } });
    try {
      for (const [path, mark] of [
        ['/v1/audit/export', `"chain":"${acme.id}"`],
        ['/v1/me/export', `"actor_id":"${acme.adminId}"`],
      ]) {
        let reads = 0;
        const real = Collection.prototype.find;
        const spy = jest.spyOn(Collection.prototype, 'find').mockImplementation(function (
          this: Collection,
          ...given: Parameters<typeof real>
        ) {
          if (this.collectionName === 'audit_log' && JSON.stringify(given[0]).includes(mark)) reads++;
          return real.apply(this, given);
        } as never);
        const headers = { authorization: `Bearer ${acme.token}` };
        const response = await new Promise<IncomingMessage>((answered, failed) => {
          get(sut.url + path, { headers }, answered).on('error', failed);
        });
        response.pause();
        // As many batches as the buffers between here and there hold: then it stands still.
        for (let still = 0, before = -1; still < 20; before = reads) {
          await sleep(25);
          still = reads === before ? still + 1 : 0;
        }
        const stalled = reads;
        let bytes = 0;
        for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
        spy.mockRestore();
        expect([path, bytes > count * 2000]).toEqual([path, true]);
        expect([path, stalled < reads * 0.75, reads >= count / 500]).toEqual([path, true, true]);
      }
    } finally {
      await rows.deleteMany({ _id: { $in: made.map(({ _id }) => _id) } });
    }
  });

  it('lets nobody in any more when the account goes with the organization that made it', async () => {
    const acme = await sut.organization('Made and Gone');
    const own = { user_id: acme.adminId };
    const tables = [
      'sessions',
      'second_factors',
      'factor_enrolments',
      'remembered_devices',
      'one_time_codes',
    ];
    for (const name of tables) {
      const id = name === 'second_factors' || name === 'factor_enrolments' ? { _id: acme.adminId } : own;
      await sut.master.collection<{ _id: string }>(name).insertOne({ ...id, hash: name } as never);
    }
    expect(await placesOf(acme.adminId)).toEqual(expect.arrayContaining(tables));
    expect((await sut.call('DELETE', '/v1/organizations/current', { token: acme.token })).status).toBe(204);
    const places = await placesOf(acme.adminId);
    for (const name of [...tables, 'admin_users', 'memberships']) expect(places).not.toContain(name);
  });
});
