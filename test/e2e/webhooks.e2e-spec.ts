import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { persistently } from '../support/persistently.js';
import { problem } from '../support/problem.js';
import { type Delivery, type Hook, type Received, TestReceiver } from '../support/receiver.js';
import { TestSmtp, until } from '../support/smtp.js';

const DAY_MS = 24 * 3_600_000;
let serial = 0;
/** Without the line breaks. */
const wordsOf = (text: string) => text.replace(/\s+/g, ' ');

describe('webhooks', () => {
  const receiver = new TestReceiver();
  const smtp = new TestSmtp();
  const clock = TestClock.flowing();
  let sut: TestApp;
  let orgId: string;
  let owner: Person;
  let path: string;
  beforeAll(async () => {
    await Promise.all([receiver.start(), smtp.start()]);
    const settings = { MAIL_URL: smtp.url, MAIL_FROM: 'no-reply@rowhouse.example' };
    sut = await startTestApp(settings, {}, clock);
  });
  beforeEach(async () => {
    path = `/hook${++serial}`;
    receiver.react = () => ({});
    const made = await sut.organization(`Hooks ${serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(async () => {
    await sut?.stop();
    await Promise.all([receiver.stop(), smtp.stop()]);
  });

  const create = async (more: object = {}): Promise<Hook> => {
    const body = { url: receiver.url(path), event_types: ['*'], ...more };
    const made = await owner.call<Hook>('POST', '/v1/webhooks', { body });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return made.body;
  };
  /** Events of one kind each. */
  const act = async (name: string) => {
    const made = await owner.call('POST', '/v1/roles', { body: { name, permissions: ['data.read'] } });
    expect(made.status).toBe(201);
  };
  const deliveries = async (id: string, query = '') =>
    (await owner.call<{ items: Delivery[] }>('GET', `/v1/webhooks/${id}/deliveries${query}`)).body.items;
  const rows = () => sut.master.collection('webhook_deliveries');
  const lanes = () => sut.master.collection<{ _id: string }>('webhook_lanes');
  /** Whatever waits is due now: the server’s clock cannot be moved. */
  const hurry = async (id: string) => {
    await lanes().updateOne({ _id: id }, { $set: { rests_until: new Date(0) } });
    await rows().updateMany({ endpoint_id: id, state: 'pending' }, { $set: { next_at: new Date(0) } });
    await clock.advance(130_000);
  };
  const settled = async (id: string, state: string, count = 1) => {
    await until(async () => (await deliveries(id, `?state=${state}`)).length >= count, 10_000, state);
    return deliveries(id, `?state=${state}`);
  };
  const mailSays = (subject: string, text: string) =>
    until(
      async () =>
        (await smtp.waitFor(owner.email, 1)).some(
          ({ mail }) => mail.subject === subject && wordsOf(mail.text!).includes(text),
        ),
      10_000,
      text,
    );
  const verified = ({ body, headers }: Received, secret: string) =>
    new Webhook(secret).verify(body, headers as Record<string, string>);

  it('tells what happened, signed as the reference library verifies it', async () => {
    const hook = await create({ event_types: ['role.*'] });
    await act('Auditor');
    const [got] = await receiver.waitFor(path, 1);
    expect(verified(got, hook.secret)).toEqual({
      id: got.headers['webhook-id'],
      type: 'role.created',
      timestamp: expect.any(String),
      organization_id: orgId,
      seq: expect.any(Number),
      data: {
        actor_id: owner.userId,
        impersonator_id: null,
        api_key_id: null,
        target: { type: 'role', id: 'auditor' },
        details: { permissions: ['data.read'] },
      },
    });
    expect(got.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-timestamp': expect.any(String),
    });
    expect(() => verified({ ...got, body: `${got.body} ` }, hook.secret)).toThrow();

    const [, asymmetric] = /(?:^| )v1a,(\S+)/.exec(String(got.headers['webhook-signature']))!;
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(hook.public_keys[0].slice('whpk_'.length), 'base64'),
    ]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const signed = `${String(got.headers['webhook-id'])}.${String(got.headers['webhook-timestamp'])}.${got.body}`;
    expect(verify(null, Buffer.from(signed), key, Buffer.from(asymmetric, 'base64'))).toBe(true);

    const [delivery] = await settled(hook.id, 'delivered');
    expect(delivery).toMatchObject({
      event_id: got.event.id,
      type: 'role.created',
      attempts: 1,
      next_attempt_at: null,
      event: got.event,
      tries: [{ status: 200, error: null, body: 'ok', duration_ms: expect.any(Number) }],
    });
  });

  it('shows a secret once, and stores it sealed', async () => {
    const { secret, ...hook } = await create();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const read = await owner.call('GET', `/v1/webhooks/${hook.id}`);
    expect(read.body).toEqual(hook);
    expect(read.headers.get('etag')).toMatch(/^"\w+"$/);
    const stored = await sut.master
      .collection<{ _id: string; secrets: unknown }>('webhook_endpoints')
      .findOne({ _id: hook.id });
    const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const sealed = (stored!.secrets as { sealed: { buffer: Buffer } }[])[0].sealed.buffer;
    expect([sealed.length, Buffer.from(sealed).includes(bytes)]).toEqual([92, false]);
    expect(JSON.stringify((await owner.call('GET', '/v1/audit')).body)).not.toContain(secret);
  });

  it('signs with two secrets while one takes the other’s place', async () => {
    const hook = await create({ event_types: ['role.*'] });
    const rotated = await owner.call<Hook>('POST', `/v1/webhooks/${hook.id}/rotate`, { body: {} });
    expect(rotated.body).toMatchObject({ id: hook.id, previous_secret_until: expect.any(String) });
    expect(rotated.body.public_keys).toHaveLength(2);
    await act('First');
    const [both] = await receiver.waitFor(path, 1);
    for (const secret of [hook.secret, rotated.body.secret])
      expect(verified(both, secret)).toEqual(both.event);

    const body = { overlap_hours: 0 };
    const last = await owner.call<Hook>('POST', `/v1/webhooks/${hook.id}/rotate`, { body });
    expect(last.body).toMatchObject({ previous_secret_until: null });
    await act('Second');
    const [, alone] = await receiver.waitFor(path, 2);
    expect(verified(alone, last.body.secret)).toEqual(alone.event);
    for (const secret of [hook.secret, rotated.body.secret]) expect(() => verified(alone, secret)).toThrow();
  });

  it('is a resource of /v1: refuses bad input, counts by plan, judges If-Match, belongs to one organization', async () => {
    const bad = async (body: object) =>
      (await owner.call<{ errors: Record<string, string> }>('POST', '/v1/webhooks', { body })).body.errors;
    expect(await bad({ url: 'ftp://x.example', event_types: ['*'] })).toEqual({ url: 'url must be https' });
    expect(await bad({ url: 'nowhere', event_types: ['*'] })).toEqual({ url: 'url must be a URL' });
    expect(Object.keys(await bad({ url: receiver.url(), event_types: ['nothing.*'] }))).toEqual([
      'event_types',
    ]);
    expect(Object.keys(await bad({ url: receiver.url(), event_types: [] }))).toEqual(['event_types']);

    await owner.call('PUT', '/v1/organizations/current/plan', { body: { plan: 'basic' } });
    const made = await Promise.all(
      Array.from({ length: 64 }, () =>
        persistently(() =>
          owner.call('POST', '/v1/webhooks', {
            body: { url: receiver.url('/many'), event_types: ['role.*'] },
          }),
        ),
      ),
    );
    const refused = made.filter(({ status }) => status === 409);
    expect([made.filter(({ status }) => status === 201).length, refused.length]).toEqual([3, 61]);
    expect(refused[0].body).toMatchObject({ code: 'webhook.limit_reached', limit: 3 });

    const listed = await owner.call<{ items: Hook[] }>('GET', '/v1/webhooks');
    const [{ id }] = listed.body.items;
    const etag = (await owner.call('GET', `/v1/webhooks/${id}`)).headers.get('etag')!;
    const change = (headers: Record<string, string>) =>
      owner.call('PATCH', `/v1/webhooks/${id}`, { body: { description: 'Billing' }, headers });
    expect([
      (await change({ 'if-match': etag })).status,
      (await change({ 'if-match': etag })).status,
    ]).toEqual([200, 412]);

    const stranger = await sut.organization(`Others ${serial}`);
    const theirs = await sut.call('GET', `/v1/webhooks/${id}`, { token: stranger.token });
    const instance = `/v1/webhooks/${id}`;
    expect(theirs.body).toEqual(problem(404, 'webhook.not_found', 'Webhook not found', instance));
    const member = await joinAs(sut, orgId, 'member');
    for (const [method, route] of [
      ['GET', ''],
      ['POST', ''],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/test`],
    ]) {
      const body =
        method === 'POST' && route === '' ? { url: receiver.url(), event_types: ['*'] } : undefined;
      expect([route, (await member.call(method, `/v1/webhooks${route}`, { body })).status]).toEqual([
        route,
        403,
      ]);
    }
    expect((await owner.call('DELETE', `/v1/webhooks/${id}`)).status).toBe(204);
    expect((await owner.call('GET', `/v1/webhooks/${id}`)).status).toBe(404);
  });

  it('makes a webhook once for an Idempotency-Key, and shows the same secret', async () => {
    const body = { url: receiver.url(path), event_types: ['*'] };
    const send = () =>
      owner.call<Hook>('POST', '/v1/webhooks', { body, headers: { 'idempotency-key': `k${serial}` } });
    const [first, second] = [await send(), await send()];
    expect([second.body, (await owner.call<{ items: [] }>('GET', '/v1/webhooks')).body.items.length]).toEqual(
      [first.body, 1],
    );
  });

  it('sends only what the filter names, and nothing while it is off', async () => {
    const hook = await create({ event_types: ['invitation.*', 'role.removed'] });
    await act('Seen');
    await owner.call('DELETE', '/v1/roles/seen');
    expect((await receiver.waitFor(path, 1)).map(({ event }) => event.type)).toEqual(['role.removed']);
    await owner.call('PATCH', `/v1/webhooks/${hook.id}`, { body: { enabled: false } });
    await act('Again');
    await owner.call('DELETE', '/v1/roles/again');
    expect(await deliveries(hook.id)).toHaveLength(1);
    const test = await owner.call('POST', `/v1/webhooks/${hook.id}/test`);
    expect([test.status, test.body['code']]).toEqual([409, 'webhook.off']);
    await owner.call('PATCH', `/v1/webhooks/${hook.id}`, { body: { enabled: true } });
    const tested = await owner.call<Delivery>('POST', `/v1/webhooks/${hook.id}/test`);
    expect(tested.status).toBe(202);
    const [, got] = await receiver.waitFor(path, 2);
    expect(got.event).toMatchObject({ id: tested.body.event_id, type: 'webhook.test', seq: null });
  });

  it('tries again after a failure, under the same id, and hears Retry-After', async () => {
    const hook = await create({ event_types: ['role.*'] });
    receiver.react = () => ({
      status: 503,
      headers: { 'retry-after': '120', location: 'https://x.example' },
      body: 'é'.repeat(900),
    });
    await act('Failing');
    await receiver.waitFor(path, 1);
    await until(async () => (await deliveries(hook.id))[0].attempts === 1, 5000, 'the answer');
    const [delivery] = await deliveries(hook.id, '?state=pending');
    expect(delivery.tries).toEqual([
      {
        at: expect.any(String),
        duration_ms: expect.any(Number),
        status: 503,
        error: 'the answer is no success',
        headers: expect.objectContaining({ 'retry-after': '120' }),
        body: 'é'.repeat(512),
      },
    ]);
    const wait = Date.parse(delivery.next_attempt_at!) - Date.now();
    expect(wait > 90_000 && wait < 121_000).toBe(true);
    expect((await owner.call('GET', `/v1/webhooks/${hook.id}`)).body['failing_since']).toEqual(
      expect.any(String),
    );

    receiver.react = () => ({ status: 204 });
    await hurry(hook.id);
    const [first, second] = await receiver.waitFor(path, 2);
    expect([second.headers['webhook-id'], second.body]).toEqual([first.headers['webhook-id'], first.body]);
    expect((await settled(hook.id, 'delivered'))[0]).toMatchObject({ attempts: 2 });
    expect((await owner.call('GET', `/v1/webhooks/${hook.id}`)).body['failing_since']).toBeNull();
  });

  it('gives up after three days; follows no redirect', async () => {
    const hook = await create({ event_types: ['role.*'] });
    receiver.react = () => ({ status: 302, headers: { location: receiver.url('/elsewhere') } });
    await act('Lost');
    await until(async () => (await deliveries(hook.id))[0]?.attempts === 1, 5000, 'the answer');
    await rows().updateMany(
      { endpoint_id: hook.id },
      { $set: { since: new Date(clock.wall() - 4 * DAY_MS) } },
    );
    await hurry(hook.id);
    const [delivery] = await settled(hook.id, 'failed');
    expect(delivery).toMatchObject({ attempts: 2, next_attempt_at: null });
    expect(delivery.tries[1]).toMatchObject({ status: 302, error: 'redirects are not followed' });
    expect(receiver.received.filter((one) => one.path === '/elsewhere')).toEqual([]);
  });

  it('keeps the order on request: an event waits for the one before', async () => {
    const hook = await create({ event_types: ['role.*'], ordered: true });
    receiver.react = () => ({ status: 500 });
    await act('One');
    await receiver.waitFor(path, 1);
    for (const name of ['Two', 'Three']) await act(name);
    await until(
      async () => (await deliveries(hook.id)).some(({ attempts }) => attempts === 1),
      5000,
      'the answer',
    );
    receiver.react = () => ({});
    await hurry(hook.id);
    const got = await receiver.waitFor(path, 4);
    const names = got.map(({ event }) => (event['data'] as { target: { id: string } }).target.id);
    expect(names).toEqual(['one', 'one', 'two', 'three']);
  });

  it('sends one delivery again, and the events of a period, also those from before the webhook', async () => {
    const from = new Date(Date.now() - 60_000).toISOString();
    await act('Early');
    const hook = await create({ event_types: ['role.*'] });
    await act('Late');
    await receiver.waitFor(path, 1);
    const [{ id, event_id }] = await settled(hook.id, 'delivered');
    const again = await owner.call<Delivery>('POST', `/v1/webhooks/${hook.id}/deliveries/${id}/replay`);
    expect([again.status, again.body.state]).toEqual([202, 'pending']);
    expect((await receiver.waitFor(path, 2))[1].headers['webhook-id']).toBe(event_id);
    await settled(hook.id, 'delivered');

    const replay = (body: object) => owner.call('POST', `/v1/webhooks/${hook.id}/replay`, { body });
    expect((await replay({ from, missing_only: true })).body).toEqual({ events: 1, next_after: null });
    expect((await receiver.waitFor(path, 3))[2].event).toMatchObject({ type: 'role.created' });
    await settled(hook.id, 'delivered', 2);
    expect((await replay({ from })).body).toEqual({ events: 2, next_after: null });
    const all = await receiver.waitFor(path, 5);
    expect(new Set(all.map(({ event }) => event.id)).size).toBe(2);
    expect((await replay({ from, to: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await replay({ from: '2020-01-01T00:00:00Z' })).status).toBe(400);
  });

  it('is switched off after five days of failures, or when it is gone, and the owners are told', async () => {
    const hook = await create({ event_types: ['role.*'] });
    receiver.react = () => ({ status: 500 });
    await act('Five');
    await until(async () => (await deliveries(hook.id))[0]?.attempts === 1, 5000, 'the answer');
    await lanes().updateOne(
      { _id: hook.id },
      { $set: { failing_since: new Date(clock.wall() - 5.1 * DAY_MS) } },
    );
    await hurry(hook.id);
    await mailSays(`A webhook of Hooks ${serial} was switched off`, 'for five days no delivery succeeded');
    expect((await owner.call('GET', `/v1/webhooks/${hook.id}`)).body).toMatchObject({
      enabled: false,
      off_reason: 'failing',
      off_at: expect.any(String),
    });
    await settled(hook.id, 'cancelled');

    receiver.react = () => ({ status: 410 });
    path = `${path}/gone`;
    const other = await create({ event_types: ['role.*'] });
    await act('Gone');
    await mailSays(`A webhook of Hooks ${serial} was switched off`, 'the address is gone');
    expect((await owner.call('GET', `/v1/webhooks/${other.id}`)).body).toMatchObject({ off_reason: 'gone' });
    const audit = await owner.call('GET', '/v1/audit?action=webhook.switched_off');
    expect(audit.body['items']).toHaveLength(2);
  });

  it('dies with its organization, and so do its deliveries', async () => {
    const hook = await create();
    await act('Last');
    await settled(hook.id, 'delivered');
    expect((await owner.call('DELETE', '/v1/organizations/current')).status).toBe(204);
    const left = async () => {
      const endpoints = sut.master.collection<{ _id: string }>('webhook_endpoints');
      const counts = [endpoints.countDocuments({ _id: hook.id }), lanes().countDocuments({ _id: hook.id })];
      return (await Promise.all([...counts, rows().countDocuments({ endpoint_id: hook.id })])).join();
    };
    await until(async () => (await left()) === '0,0,0', 10_000, 'nothing left');
  });

  it('goes to one endpoint from one instance at a time: two instances deliver once', async () => {
    const twin = await sut.twin();
    try {
      const hook = await create({ event_types: ['role.*'] });
      for (let i = 0; i < 10; i++) await act(`Role ${i}`);
      await receiver.waitFor(path, 10);
      await settled(hook.id, 'delivered', 10);
      const ids = receiver.received.filter((one) => one.path === path).map(({ event }) => event.id);
      expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
    } finally {
      await twin.stop();
    }
  });

  it('is not delayed by an endpoint that never answers', async () => {
    const dead = await create({ url: receiver.url(`${path}/dead`), event_types: ['role.*'] });
    receiver.react = (request) => (request.path.endsWith('/dead') ? { after: Infinity } : {});
    await create({ event_types: ['role.*'] });
    for (let i = 0; i < 5; i++) await act(`Role ${i}`);
    await receiver.waitFor(path, 5);
    expect((await deliveries(dead.id)).every(({ state }) => state === 'pending')).toBe(true);
    await owner.call('DELETE', `/v1/webhooks/${dead.id}`);
  });
});
