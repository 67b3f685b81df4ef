import { spawn } from 'node:child_process';
import {
  type ActionDescription,
  isOrganizationAction,
  ORGANIZATION_ACTIONS,
} from '../../src/modules/audit/audit-actions.types.js';
import { blockOf, blocksOf, runShell, withAddresses } from '../support/guide.js';
import { freePort } from '../support/nginx.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { EventReader } from '../support/event-reader.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';
import { EventStreamsService, MAX_STREAMS } from '../../src/modules/webhooks/event-streams.service.js';
import { stretched } from '../support/stretched.js';

const DAY_MS = 24 * 3_600_000;
let serial = 0;

describe('event streams', () => {
  const clock = TestClock.flowing();
  let sut: TestApp;
  let twin: TestApp;
  let orgId: string;
  let owner: Person;
  const open: EventReader[] = [];
  beforeAll(async () => {
    sut = await startTestApp({}, {}, clock);
    twin = await sut.twin();
  });
  beforeEach(async () => {
    const made = await sut.organization(`Streams ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterEach(() => {
    for (const reader of open.splice(0)) reader.close();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const follow = async (
    { token }: { token: string } = owner,
    { on = sut, query = '', last }: { on?: TestApp; query?: string; last?: string | number } = {},
  ) => {
    const headers = { 'x-org-id': orgId, ...(last === undefined ? {} : { 'last-event-id': String(last) }) };
    const reader = await EventReader.open(`${on.url}/v1/events${query}`, token, headers);
    open.push(reader);
    if (reader.response.ok)
      await until(() => Promise.resolve(reader.blocks.length > 0), 5000, 'the first block');
    return reader;
  };
  const act = async (name: string) => {
    const made = await owner.call('POST', '/v1/roles', { body: { name, permissions: ['data.read'] } });
    expect(made.status).toBe(201);
  };
  const typesOf = (reader: EventReader) => reader.events.map(({ event }) => event);

  it('tells what is committed on any instance, in the order of rising ids', async () => {
    const [here, there] = [await follow(), await follow(owner, { on: twin })];
    expect(here.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    for (const name of ['One', 'Two', 'Three']) await act(name);
    for (const reader of [here, there]) {
      const events = await reader.waitFor(3);
      const ids = events.map(({ id }) => Number(id));
      expect(ids).toEqual([ids[0], ids[0] + 1, ids[0] + 2]);
      expect(events[0]).toMatchObject({
        event: 'role.created',
        data: { type: 'role.created', seq: ids[0], organization_id: orgId, data: { target: { id: 'one' } } },
      });
    }
    const page = await owner.call<{ items: { id: string }[] }>('GET', '/v1/events?types=role.*');
    expect(page.body.items).toEqual(here.events.map(({ data }) => data));
  });

  it('goes on behind Last-Event-ID, on another instance too, without loss or repeat', async () => {
    const first = await follow();
    await act('One');
    await first.waitFor(1);
    first.close();
    for (const name of ['Two', 'Three', 'Four']) await act(name);
    const second = await follow(owner, { on: twin, last: first.lastId });
    await act('Five');
    const events = await second.waitFor(4);
    const names = events.map(({ data }) => (data!['data'] as { target: { id: string } }).target.id);
    expect(names).toEqual(['two', 'three', 'four', 'five']);
  });

  it('resets a reader whose id is older than 30 days, or unknown', async () => {
    const unknown = await follow(owner, { last: 1_000_000 });
    expect((await unknown.waitFor(1))[0]).toMatchObject({ event: 'reset', data: { reason: 'unknown' } });
    await act('New');
    expect(typesOf(await unknown.waitFor(2).then(() => unknown))).toEqual(['reset', 'role.created']);

    const old = new Date(Date.now() - 31 * DAY_MS);
    await sut.master.collection('audit_log').updateOne({ chain: orgId, n: 2 }, { $set: { at: old } });
    const expired = await follow(owner, { last: 1 });
    expect((await expired.waitFor(1))[0]).toMatchObject({ event: 'reset', data: { reason: 'expired' } });
    for (const [last, status] of [
      ['x', 400],
      ['-1', 400],
      ['1.5', 400],
    ] as const) {
      expect([last, (await follow(owner, { last })).response.status]).toEqual([last, status]);
    }
    expect((await follow(owner, { query: '?types=nothing.*' })).response.status).toBe(400);
  });

  it('tells only what the filter names and the reader may read, as of now', async () => {
    const member = await joinAs(sut, orgId, 'member');
    const [roles, theirs] = [await follow(owner, { query: '?types=role.*' }), await follow(member)];
    await act('Secret');
    await owner.call('PATCH', '/v1/organizations/current', { body: { settings: { a: 1 } } });
    await theirs.waitFor(1);
    expect([typesOf(roles), typesOf(theirs)]).toEqual([['role.created'], ['organization.updated']]);
    await clock.advance(15_000);
    await until(
      () => Promise.resolve(theirs.blocks.some(({ comment }) => comment === 'heartbeat')),
      5000,
      'it',
    );
    const page = await member.call<{ items: { type: string }[] }>('GET', '/v1/events');
    expect(new Set(page.body.items.map(({ type }) => type))).toEqual(new Set(['organization.updated']));
  });

  it('ends within a second of the session, the membership, the token or the organization', async () => {
    const ends = async (person: Person, end: () => Promise<unknown>, code: string) => {
      const [here, there] = [await follow(person), await follow(person, { on: twin })];
      await end();
      const since = performance.now();
      for (const reader of [here, there]) {
        expect((await reader.ended()) - since).toBeLessThan(stretched(1000));
        expect(reader.events.at(-1)).toMatchObject({ event: 'end', data: { code } });
      }
    };
    const left = await joinAs(sut, orgId, 'member');
    await ends(left, () => owner.call('DELETE', `/v1/members/${left.userId}`), 'organization.foreign');
    const out = await joinAs(sut, orgId, 'member');
    await ends(out, () => out.call('DELETE', '/v1/sessions/current'), 'auth.token_invalid');
    const suspend = () =>
      sut.master.collection<{ _id: string }>('organizations').updateOne(
        { $expr: { $eq: [{ $toString: '$_id' }, orgId] } },
        {
          $set: { status: 'suspended' },
        },
      );
    await ends(owner, suspend, 'organization.suspended');
  });

  it('has a limit for each organization, and drops a reader that does not read', async () => {
    for (let i = 0; i < MAX_STREAMS; i++) await follow();
    const refused = await follow();
    expect([refused.response.status, refused.response.headers.get('retry-after')]).toEqual([429, '30']);
    for (const reader of open.splice(0)) reader.close();
    const streams = sut.app.get(EventStreamsService, { strict: false });
    const actor = { organizationId: orgId, permissions: new Set(['roles.read']) } as never;
    const wanted = { after: undefined, types: ['*'] };
    await until(async () => (await follow()).response.ok, 5000, 'a free place');
    const slow = await streams.open(actor, wanted, () => Promise.resolve(actor));
    slow.on('error', () => undefined);
    const entry = {
      seq: 1,
      orgId,
      action: 'role.created',
      at: new Date(),
      details: { text: 'x'.repeat(100_000) },
    };
    for (let i = 0; i < 20 && !slow.destroyed; i++)
      slow.offer({ ...entry, seq: Number.MAX_SAFE_INTEGER - 30 + i } as never);
    for (let i = 0; i < 20 && !slow.destroyed; i++) slow['tell']({ ...entry, seq: 10_000 + i } as never);
    expect(slow.destroyed).toBe(true);
  });

  it('guide: a receiver that verifies, a test, the deliveries, a replay, another secret, the events', async () => {
    const [port, since] = [await freePort(), new Date(Date.now() - 60_000).toISOString()];
    const [create, ...rest] = blocksOf('webhooks', 'bash').map((block) =>
      block.replace('https://hooks.acme.example/rowhouse', `http://127.0.0.1:${port}/`),
    );
    const at = { 'http://localhost:8000': sut.url };
    const parse = (lines: string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const [made] = parse(await runShell(withAddresses(create, at), { env: { TOKEN: owner.token } }));
    const receiver = spawn('node', ['--input-type=module', '-e', blockOf('webhooks', 'js')], {
      env: { ...process.env, WEBHOOK_SECRET: String(made['secret']), PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let said = '';
      receiver.stdout.on('data', (chunk) => (said += String(chunk)));
      await until(
        () =>
          fetch(`http://127.0.0.1:${port}/`).then(
            () => true,
            () => false,
          ),
        10_000,
        'a receiver',
      );
      await act('Guided');
      await until(() => Promise.resolve(said.includes('role.created guided')), 10_000, 'the event');
      const env = { TOKEN: owner.token, WEBHOOK: String(made['id']), SINCE: since };
      const script = [`BASE=${sut.url}`, ...rest].join('\n');
      const [test, listed, replayed, rotated, events] = parse(await runShell(script, { env }));
      expect(test).toMatchObject({ type: 'webhook.test' });
      expect(listed['items']).toHaveLength(2);
      expect(replayed).toEqual({ events: 0, next_after: null });
      expect(rotated).toMatchObject({ previous_secret_until: expect.any(String) });
      expect(events['items']).toMatchObject([{ type: 'role.created' }]);
    } finally {
      receiver.kill();
    }
  });

  it('has details as its documentation says', async () => {
    const kinds: Record<string, (value: unknown) => boolean> = {
      string: (value) => typeof value === 'string',
      integer: Number.isInteger,
      boolean: (value) => typeof value === 'boolean',
      'string|null': (value) => value === null || typeof value === 'string',
      'string[]': (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
    };
    const rows = await sut.master
      .collection('audit_log')
      .find({ org_id: { $exists: true } })
      .toArray();
    const seen = new Set<string>();
    for (const { action, details } of rows as unknown as {
      action: string;
      details: Record<string, unknown>;
    }[]) {
      if (!isOrganizationAction(action)) continue;
      seen.add(action);
      const { details: known = {} } = ORGANIZATION_ACTIONS[action] as ActionDescription;
      expect([action, Object.keys(details).filter((name) => !(name in known))]).toEqual([action, []]);
      for (const [name, kind] of Object.entries(known)) {
        const isThere = name in details || kind.endsWith('?');
        const fits = !(name in details) || kinds[kind.replace(/\?$/, '')](details[name]);
        expect([action, name, isThere, fits]).toEqual([action, name, true, true]);
      }
    }
    expect(seen.size).toBeGreaterThan(4);
  });
});
