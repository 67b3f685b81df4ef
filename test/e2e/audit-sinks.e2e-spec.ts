import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import S3rver from '@20minutes/s3rver';
import { verifyAuditLog } from '@rowhouse/verify/audit-verification';
import { AwsClient } from 'aws4fetch';
import type { JSONWebKeySet } from 'jose';
import { Webhook } from 'standardwebhooks';
import { AuditService } from '../../src/modules/audit/audit.service.js';
import { SinkWorker } from '../../src/modules/webhooks/sinks/sink-worker.js';
import { SinksRepository } from '../../src/modules/webhooks/sinks/sinks.repository.js';
import type { TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { awaitMails } from '../support/mailbox.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { type Received, TestReceiver } from '../support/receiver.js';
import { seqs, type Sink, upTo } from '../support/sinks.js';
import { until } from '../support/until.js';

const DAY_MS = 24 * 3_600_000;
let serial = 0;

describe('the audit log as a stream', () => {
  const receiver = new TestReceiver();
  const clock = TestClock.flowing();
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-sinks-'));
  let s3: S3rver;
  let endpoint: string;
  let sut: TestApp;
  let operator: TestOperator;
  let audit: AuditService;
  let orgId: string;
  let owner: Person;
  let path: string;
  beforeAll(async () => {
    const configureBuckets = [{ name: 'audit', configs: [] }];
    s3 = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets });
    const [{ port }] = await Promise.all([s3.run(), receiver.start()]);
    endpoint = `http://127.0.0.1:${port}`;
    ({ sut, operator } = await startWithOperator({}, clock));
    audit = sut.app.get(AuditService, { strict: false });
  });
  beforeEach(async () => {
    path = `/sink${++serial}`;
    receiver.react = () => ({});
    const made = await sut.organization(`Streamed ${serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(async () => {
    await sut?.stop();
    await Promise.all([receiver.stop(), s3?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const http = () => ({ kind: 'http', url: receiver.url(path) });
  const bucket = () => ({
    kind: 's3',
    endpoint,
    region: 'us-east-1',
    bucket: 'audit',
    prefix: `of/${serial}`,
    access_key_id: 'S3RVER',
    secret_access_key: 'S3RVER',
  });
  const create = async (body: object): Promise<Sink> => {
    const made = await owner.call<Sink>('POST', '/v1/audit/sinks', { body });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return made.body;
  };
  const act = (i: number, log = orgId, app = audit) =>
    app.recordAlone({
      action: 'data.exported',
      actorId: 'a',
      orgId: log,
      targetType: 'test',
      targetId: String(i),
    });
  const read = async (id: string) => (await owner.call<Sink>('GET', `/v1/audit/sinks/${id}`)).body;
  const rows = () => sut.master.collection<{ _id: string }>('audit_sinks');
  /** Whatever waits is due now: the server’s clock cannot be moved. */
  const hurry = async (id: string) => {
    await rows().updateOne(
      { _id: id, lease_owner: { $exists: false } },
      { $set: { next_at: new Date(0), rests_until: new Date(0), pending: true } },
    );
    sut.app.get(SinkWorker, { strict: false }).wake();
  };
  const arrives = async (id: string, position: number) => {
    await until(
      async () => {
        if ((await read(id)).position >= position) return true;
        await hurry(id);
        return false;
      },
      20_000,
      `entry ${position}`,
    );
    return read(id);
  };
  const got = () => receiver.received.filter((one) => one.path === path);
  const bodies = (of: Received[] = got()) => of.map(({ body }) => body);
  const check = async (text: string) => {
    const keys = (await sut.call<JSONWebKeySet & Record<string, unknown>>('GET', '/v1/audit/keys')).body;
    return verifyAuditLog(Readable.from(text.trimEnd().split('\n')), { keys, partial: true });
  };
  const audited = async (action: string) =>
    (await owner.call<{ items: Record<string, unknown>[] }>('GET', `/v1/audit?action=${action}`)).body.items;

  it('reaches an address: signed, in order, each piece verifiable without the service', async () => {
    for (let i = 1; i <= 3; i++) await act(i);
    const { secret, ...sink } = await create(http());
    expect(sink).toMatchObject({ kind: 'http', enabled: true, position: 0, bucket: null, last_error: null });
    const count = (await arrives(sink.id, 5)).position;
    await act(4); // found by the next look
    await until(async () => {
      await clock.advance(6000);
      return (await read(sink.id)).position === count + 1;
    });
    expect(seqs(bodies())).toEqual(upTo(count + 1));
    for (const { headers, body } of got()) {
      expect(headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'rowhouse-audit-log': orgId });
      // The reference library parses what it has verified, and lines are no JSON.
      const sent = headers as Record<string, string>;
      const signature = new Webhook(secret!).sign(
        sent['webhook-id'],
        new Date(Number(sent['webhook-timestamp']) * 1000),
        body,
      );
      expect(sent['webhook-signature'].split(' ')).toContain(signature);
      expect(await check(body)).toMatchObject({ log: orgId });
    }
    expect(await read(sink.id)).toMatchObject({
      lag: 0,
      lag_seconds: null,
      delivered_at: expect.any(String),
      failing_since: null,
    });
    const stored = JSON.stringify(await rows().findOne({ _id: sink.id }));
    expect(stored).not.toContain(secret!.slice('whsec_'.length));
    expect(await audited('audit_sink.created')).toMatchObject([
      { target_id: sink.id, details: { kind: 'http', target: receiver.url(path) } },
    ]);
  });

  it('goes on where it was when a sink is back, and says meanwhile what is wrong', async () => {
    receiver.react = () => ({ status: 503, body: 'no' });
    const { id } = await create(http());
    await until(async () => (await read(id)).last_error !== null);
    expect(await read(id)).toMatchObject({
      position: 0,
      lag: 2,
      lag_seconds: expect.any(Number),
      last_error: 'the answer was 503: no success',
      failing_since: expect.any(String),
    });
    receiver.react = () => ({});
    await hurry(id);
    expect(await arrives(id, 2)).toMatchObject({ last_error: null, failing_since: null });
  });

  it('loses nothing to a crash between the answer and the commit: entries come twice, with the same places', async () => {
    const repository = sut.app.get(SinksRepository, { strict: false });
    const crash = jest.spyOn(repository, 'advance').mockRejectedValueOnce(new Error('kill -9'));
    try {
      const { id } = await create(http());
      await until(() => got().length >= 1);
      await until(async () => (await read(id)).last_error === 'kill -9');
      await hurry(id);
      await arrives(id, 2);
    } finally {
      crash.mockRestore();
    }
    expect(seqs(bodies())).toEqual([1, 2, 1, 2]);
    expect(got()[0].headers['webhook-id']).toBe(got()[1].headers['webhook-id']);
  });

  it('is sent by one instance at a time: an instance that lost its turn commits nothing', async () => {
    const repository = sut.app.get(SinksRepository, { strict: false });
    const commits = jest.spyOn(repository, 'advance');
    try {
      receiver.react = () => ({ after: 300 });
      const { id } = await create(http());
      await until(() => got().length === 1);
      const lease = { lease_owner: 'another instance' };
      await rows().updateOne({ _id: id }, { $set: lease });
      await until(() => commits.mock.results.length === 1);
      expect(await commits.mock.results[0].value).toBe(false);
      expect((await read(id)).position).toBe(0);
      receiver.react = () => ({});
      await rows().updateOne({ _id: id, ...lease }, { $unset: { lease_owner: 1 } });
      await act(1);
      await arrives(id, 3);
    } finally {
      commits.mockRestore();
    }
    expect([...new Set(seqs(bodies()))]).toEqual([1, 2, 3]);
  });

  it('two instances that write and send keep the order', async () => {
    const { id } = await create(http());
    const twin = await sut.twin();
    try {
      const other = twin.app.get(AuditService, { strict: false });
      const second = twin.app.get(SinkWorker, { strict: false });
      for (let i = 0; i < 6; i++) {
        await act(i);
        await hurry(id);
        await act(i, orgId, other);
        second.wake();
      }
      await arrives(id, 14);
    } finally {
      await twin.stop();
    }
    const places = seqs(bodies());
    expect(places.filter((place, i) => !places.slice(0, i).includes(place))).toEqual(upTo(14));
  });

  it('is switched off after five days without a success, and the owners are told; on again it goes on', async () => {
    receiver.react = () => ({ status: 500 });
    const { id } = await create(http());
    await until(async () => (await read(id)).last_error !== null);
    await rows().updateOne(
      { _id: id },
      { $set: { failing_since: new Date(clock.wall() - 5 * DAY_MS - 60_000) } },
    );
    await hurry(id);
    await until(async () => !(await read(id))['enabled']);
    expect(await read(id)).toMatchObject({ off_reason: 'failing', off_at: expect.any(String) });
    await awaitMails(sut, owner.email, 'audit_sink_off');
    expect(await audited('audit_sink.switched_off')).toMatchObject([
      { actor_id: null, details: { reason: 'failing' } },
    ]);
    receiver.react = () => ({});
    const before = got().length;
    await owner.call('PATCH', `/v1/audit/sinks/${id}`, { body: { enabled: true } });
    await arrives(id, 4);
    expect(seqs(bodies(got().slice(before)))).toEqual(upTo((await read(id)).position));
    receiver.react = () => ({ status: 410 });
    await act(1);
    await until(async () => {
      await hurry(id);
      return (await read(id))['off_reason'] === 'gone';
    });
  });

  it('reaches a bucket as objects named by their entries, one an hour', async () => {
    const { id, secret, ...sink } = await create(bucket());
    expect([secret, sink['access_key_id'], JSON.stringify(sink)]).toEqual([
      null,
      'S3RVER',
      expect.not.stringContaining('secret_access_key'),
    ]);
    await arrives(id, 2);
    const client = new AwsClient({ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', service: 's3' });
    const object = async (name: string) => {
      const reply = await client.fetch(`${endpoint}/audit/of/${serial}/${orgId}/${name}`);
      return reply.status === 200 ? reply.text() : undefined;
    };
    const first = (await object('000000000001-000000000002.ndjson'))!;
    expect(seqs([first])).toEqual([1, 2]);
    expect(await check(first)).toMatchObject({ from: 1, to: 2 });
    await act(1);
    await clock.advance(7000); // a look: the hour is not over
    expect(await read(id)).toMatchObject({ position: 2, lag: 1 });
    await hurry(id);
    await arrives(id, 3);
    expect(seqs([(await object('000000000003-000000000003.ndjson'))!])).toEqual([3]);
    const stored = JSON.stringify(await rows().findOne({ _id: id }));
    expect(stored).not.toContain('secret_access_key');

    // Another key: nothing is lost meanwhile.
    const wrong = { secret_access_key: 'wrong' };
    await owner.call('PATCH', `/v1/audit/sinks/${id}`, { body: wrong });
    await hurry(id);
    await until(async () => (await read(id)).last_error === 'the answer was 403: SignatureDoesNotMatch');
    await owner.call('PATCH', `/v1/audit/sinks/${id}`, { body: { secret_access_key: 'S3RVER' } });
    await hurry(id);
    await arrives(id, 5);
    const elsewhere = { endpoint: 'http://127.0.0.1:1' };
    const refused = await owner.call('PATCH', `/v1/audit/sinks/${id}`, { body: elsewhere });
    expect([refused.status, refused.body['errors']]).toEqual([
      400,
      { secret_access_key: 'secret_access_key is required with another endpoint or access_key_id' },
    ]);
    expect((await owner.call('POST', `/v1/audit/sinks/${id}/rotate`, { body: {} })).body).toMatchObject({
      code: 'audit_sink.no_secret',
    });
  });

  it('stops before an entry that somebody changed in the database', async () => {
    for (let i = 1; i <= 3; i++) await act(i);
    await sut.master.collection('audit_log').updateOne({ chain: orgId, n: 3 }, { $set: { actor_id: 'x' } });
    const { id } = await create(http());
    await until(async () => (await read(id)).last_error !== null);
    expect(await read(id)).toMatchObject({
      position: 2,
      last_error: 'the log is broken at entry 3: nothing behind it is sent',
    });
    expect(seqs(bodies())).toEqual([1, 2]);
  });

  it('can begin now, signs with two secrets while one takes the other’s place, and is changed by version', async () => {
    await act(1);
    const { id, secret } = await create({ ...http(), start: 'now' });
    await arrives(id, 3);
    expect(seqs(bodies())).toEqual([3]);
    const url = `/v1/audit/sinks/${id}`;
    const etag = (await owner.call('GET', url)).headers.get('etag')!;
    const rotated = await owner.call<Sink>('POST', `${url}/rotate`, { body: {} });
    expect(rotated.body['public_keys']).toHaveLength(2);
    expect(rotated.body.secret).not.toBe(secret);
    const late = await owner.call('PATCH', url, {
      body: { description: 'x' },
      headers: { 'if-match': etag },
    });
    expect([late.status, late.body['code']]).toEqual([412, 'resource.changed']);
    await arrives(id, 4);
    expect(String(got().at(-1)!.headers['webhook-signature']).split(' ')).toHaveLength(4);
    expect((await owner.call('DELETE', url)).status).toBe(204);
    expect((await owner.call('GET', url)).body).toMatchObject({ code: 'audit_sink.not_found' });
  });

  it('gets the end of the log of an organization that is deleted, and goes', async () => {
    const { id } = await create(http());
    await arrives(id, 2);
    const reply = await owner.call('DELETE', `/v1/organizations/${orgId}`, {});
    expect([reply.status, reply.text]).toEqual([expect.any(Number), expect.any(String)]);
    await until(async () => {
      await hurry(id);
      return (await rows().findOne({ _id: id })) === null;
    });
    const { count } = (await sut.master
      .collection<{ _id: string; count: number }>('audit_anchors')
      .findOne({ _id: orgId }))!;
    expect(seqs(bodies())).toEqual(upTo(count));
  });

  it('of the platform goes to the sink of an operator', async () => {
    const made = await operator.call<Sink>('POST', '/audit/sinks', { body: http() });
    expect(made.status).toBe(201);
    await until(() => got().length > 0);
    expect(got()[0].headers['rowhouse-audit-log']).toBe('platform');
    const items = async () => (await operator.call<{ items: Sink[] }>('GET', '/audit/sinks')).body.items;
    await until(async () => (await items())[0].lag === 0);
    const url = `/audit/sinks/${made.body.id}`;
    expect((await operator.call('PATCH', url, { body: { enabled: false } })).body).toMatchObject({
      off_reason: 'manual',
    });
    expect((await operator.call('POST', `${url}/rotate`, { body: {} })).status).toBe(200);
    expect((await owner.call('GET', `/v1/audit/sinks/${made.body.id}`)).status).toBe(404);
    expect((await owner.call('GET', '/v1/platform/audit/sinks')).status).toBe(403);
    expect((await operator.call('DELETE', url)).status).toBe(204);
  });

  it('is set up by who may stream the log, and seen in no other organization', async () => {
    const { id } = await create(http());
    const other = await sut.organization(`Other ${serial}`);
    const stranger = speaker(sut, other.id, other);
    for (const [method, more] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
      const refused = await stranger.call(method, `/v1/audit/sinks/${id}${more}`, body);
      expect([method, refused.status, refused.body['code']]).toEqual([method, 404, 'audit_sink.not_found']);
    }
    const role = { name: 'Hooks', permissions: ['webhooks.manage', 'audit.read'] };
    expect((await owner.call('POST', '/v1/roles', { body: role })).status).toBe(201);
    const half = await joinAs(sut, orgId, 'hooks');
    const tried = await half.call('POST', '/v1/audit/sinks', { body: http() });
    expect([tried.status, tried.body['code']]).toEqual([403, 'auth.forbidden']);
    expect((await half.call('GET', '/v1/audit/sinks')).status).toBe(200);
    // As many as the plan allows, of as many as come at once.
    const more = await Promise.all(
      Array.from({ length: 11 }, () => owner.call('POST', '/v1/audit/sinks', { body: http() })),
    );
    const over = more.filter(({ status }) => status !== 201);
    expect(over.length).toBeGreaterThan(0);
    const limit = more.length - over.length + 1;
    for (const { status, body } of over) {
      expect([status, body]).toEqual([
        409,
        expect.objectContaining({ code: 'audit_sink.limit_reached', limit }),
      ]);
    }
  });

  it('refuses what leads nowhere, naming the field', async () => {
    const url = 'https://x.example';
    const s3Sink = { ...bucket(), endpoint: undefined };
    const faults: [object, string][] = [
      ...[{}, { kind: 'ftp' }, { kind: null }].map((one): [object, string] => [one, 'kind']),
      [{ kind: 'http' }, 'url'],
      ...['ftp://x.example', 7, 'https://u:p@x.example'].map((one): [object, string] => [
        { kind: 'http', url: one },
        'url',
      ]),
      [{ kind: 'http', url, bucket: 'audit' }, 'bucket'],
      [{ kind: 'http', url, start: 'later' }, 'start'],
      [{ ...s3Sink, url }, 'url'],
      [{ ...s3Sink, region: null }, 'region'],
      [{ ...s3Sink, bucket: '../x' }, 'bucket'],
      [{ ...s3Sink, secret_access_key: undefined }, 'secret_access_key'],
      [{ ...s3Sink, prefix: '../' }, 'prefix'],
      [{ ...s3Sink, endpoint: 'https://x.example/a?b' }, 'endpoint'],
    ];
    for (const [body, field] of faults) {
      const { status, body: said } = await owner.call('POST', '/v1/audit/sinks', { body });
      const fields = Object.keys(said['errors'] as object);
      expect([body, status, said['code'], fields]).toEqual([body, 400, 'request.invalid', [field]]);
    }
    expect((await owner.call<{ items: Sink[] }>('GET', '/v1/audit/sinks')).body.items).toEqual([]);
  });
});
