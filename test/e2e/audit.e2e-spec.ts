import { getConnectionToken } from '@nestjs/mongoose';
import { ObjectId } from 'mongodb';
import type { Connection } from 'mongoose';
import { MasterMigrations } from '../../src/database/master-migrations.js';
import type { AuditAnchor } from '../../src/modules/audit/audit-anchor.js';
import { AuditService } from '../../src/modules/audit/audit.service.js';
import { GENESIS, hashOf } from '../../src/modules/audit/chain.js';
import { Env } from '../../src/config/env.js';
import { signingSecret } from '../../src/config/secret.js';
import { Transactions } from '../../src/database/transactions.js';
import { TIME } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs } from '../support/people.js';
import { problem } from '../support/problem.js';
import { createAt, ownerOf, SURFACES } from '../support/surfaces.js';
import type { TestApp } from '../support/app.js';

interface Entry {
  id: string;
  seq: number;
  action: string;
  actor_id: string;
  details: Record<string, unknown>;
  organization_id: string | null;
}
interface List {
  items: Entry[];
  next_cursor: string | null;
}
type Row = Record<string, unknown> & { _id: ObjectId; n: number; prev: string; hash: string; key?: number };

const HASH = expect.stringMatching(/^[\da-f]{64}$/) as string;
const UUID = expect.stringMatching(/^[\da-f-]{36}$/) as string;
const HEX24 = expect.stringMatching(/^[\da-f]{24}$/) as string;

describe('the audit log', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let audit: AuditService;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
    audit = sut.app.get(AuditService, { strict: false });
  });
  afterAll(() => sut?.stop());

  const list = async (token: string, query = '') =>
    (await sut.call<List>('GET', `/v1/audit${query}`, { token })).body;
  const verification = async (token: string) =>
    (await sut.call('GET', '/v1/audit/verification', { token })).body;
  const rows = () => sut.master.collection<Row>('audit_log');
  const anchors = () => sut.master.collection<AuditAnchor>('audit_anchors');
  const begin = (chain: string) =>
    sut.app.get(Transactions, { strict: false }).run((session) => audit.begin(act(chain, 0), session));
  const act = (orgId: string, i: number) => ({
    action: 'data.exported' as const,
    actorId: 'a',
    orgId,
    targetType: 'test',
    targetId: String(i),
    details: { i, text: `é ${i}`, nested: { list: [i, null, 0.5] } },
  });

  it('begins with the creation of an organization, whatever the surface, and follows its changes', async () => {
    const acme = await sut.organization('Audited Corp');
    const patch = { token: acme.token, body: { settings: { api_token: 'never shown' } } };
    expect((await sut.call('PATCH', '/v1/organizations/current', patch)).status).toBe(200);
    const update = { organization_name: 'Audited Inc', password: 'AnotherSecret123!' };
    const headers = { 'x-request-id': 'job-17.a_b' };
    const updated = await sut.call('PUT', '/org/update', { token: acme.token, body: update, headers });
    expect(updated.status).toBe(200);
    // S19: the client's own id is kept beside ours, for who searches the log, and is not shown.
    const named = await rows().find({ chain: acme.id, client_request_id: 'job-17.a_b' }).toArray();
    expect(new Set(named.map((row) => row['request_id']))).toEqual(
      new Set([updated.headers.get('x-request-id')]),
    );
    expect(named.map(({ action }) => action)).toContain('organization.updated');
    const target = { organization_id: acme.id, target_type: 'organization', target_id: acme.id };
    const request = { request_id: UUID, ip: '127.0.0.1', impersonator_id: null, api_key_id: null };
    const entry = { id: HEX24, at: TIME, hash: HASH, actor_id: acme.adminId, ...target };
    expect(await list(acme.token)).toEqual({
      items: [
        {
          ...entry,
          ...request,
          seq: 4,
          action: 'organization.updated',
          details: {
            fields: ['name', 'password'],
            name: 'Audited Inc',
            from: 'org_audited_corp',
            to: 'org_audited_inc_v2',
          },
        },
        {
          ...entry,
          ...request,
          seq: 3,
          action: 'account.credentials_changed',
          target_type: 'user',
          target_id: acme.adminId,
          details: { fields: ['password'] },
        },
        { ...entry, ...request, seq: 2, action: 'organization.updated', details: { fields: ['settings'] } },
        {
          ...entry,
          seq: 1,
          action: 'organization.created',
          details: { name: 'Audited Corp', origin: 'org', database: 'org_audited_corp' },
          ...request,
        },
      ],
      next_cursor: null,
    });
    const stored = JSON.stringify(await rows().find({ chain: acme.id }).toArray());
    expect(stored).not.toMatch(/never shown|AnotherSecret123!|\$2[aby]\$/);
    expect(await verification(acme.token)).toEqual({
      intact: true,
      entries: 4,
      head: HASH,
      first_broken: null,
    });
  });

  it('names the request and the address of a creation at every surface', async () => {
    const provider = await sut.organization('Doorkeeper Corp');
    for (const surface of SURFACES) {
      const schema = `audit_${surface.toLowerCase()}`;
      const email = surface === 'S3' ? ownerOf(schema) : `a@${schema.replace('_', '-')}.example`;
      const made = await createAt(sut, surface, { name: schema, email, schema }, provider.token);
      expect(made.status).toBe(201);
      const organization = await sut.master.collection('organizations').findOne({ name: schema });
      const first = await rows().findOne({ chain: String(organization?._id), n: 1 });
      expect(first).toMatchObject({
        action: 'organization.created',
        actor_id: surface === 'S3' ? provider.adminId : organization?.['admin_id'],
        request_id: made.headers.get('x-request-id'),
        ip: '127.0.0.1',
      });
    }
  });

  it('is read page by page and by action and time, by who may', async () => {
    const acme = await sut.organization('Paged Corp');
    for (let i = 1; i <= 6; i++) await audit.recordAlone(act(acme.id, i));
    const first = await list(acme.token, '?limit=4');
    expect([first.items.map(({ seq }) => seq), first.next_cursor]).toEqual([[7, 6, 5, 4], '4']);
    const second = await list(acme.token, '?limit=4&cursor=4');
    expect([second.items.map(({ seq }) => seq), second.next_cursor]).toEqual([[3, 2, 1], null]);
    expect((await list(acme.token, '?action=organization.created')).items.map(({ seq }) => seq)).toEqual([1]);
    const later = new Date(Date.now() + 1000).toISOString();
    expect((await list(acme.token, `?from=${later}`)).items).toEqual([]);
    expect((await list(acme.token, `?to=${later}&from=2020-01-01`)).items).toHaveLength(7);
    const today = new Date().toISOString().slice(0, 10);
    expect((await list(acme.token, `?from=${today}&to=${today}`)).items).toHaveLength(7);
    for (const query of [
      'cursor=0',
      'cursor=x',
      'limit=0',
      'limit=101',
      'action=$ne',
      'from=now',
      'x=1',
      'from=2026-02-30',
      'to=2025',
    ]) {
      const reply = await sut.call('GET', `/v1/audit?${query}`, { token: acme.token });
      expect([query, reply.status, reply.body['code']]).toEqual([query, 400, 'query.invalid']);
    }
    for (const path of ['/v1/audit', '/v1/audit/verification']) {
      const refused = problem(403, 'auth.forbidden', 'Not authorized', path);
      const manager = await joinAs(sut, acme.id, 'manager');
      expect((await manager.call('GET', path)).body).toEqual(refused);
      expect((await sut.call('GET', path, { token: operator.token })).body).toEqual(refused);
      const admin = await joinAs(sut, acme.id, 'admin');
      expect((await admin.call('GET', path)).status).toBe(200);
    }
    for (const path of ['/audit', '/audit/verification']) {
      const foreign = await sut.call('GET', `/v1/platform${path}`, { token: acme.token });
      expect([foreign.status, foreign.body['code']]).toEqual([403, 'auth.forbidden']);
    }
  });

  it('gives concurrent acts of a chain numbers of their own, without a gap', async () => {
    const chains = ['c'.repeat(24), 'd'.repeat(24)];
    for (const chain of chains) await begin(chain);
    await Promise.all(Array.from({ length: 30 }, (_, i) => audit.recordAlone(act(chains[i % 2], i))));
    for (const chain of chains) {
      expect(await audit.verify(chain)).toEqual({ intact: true, entries: 16, head: HASH, firstBroken: null });
    }
  });

  it('has no entry of an act that did not happen', async () => {
    const chain = 'e'.repeat(24);
    const failing = sut.app.get(Transactions, { strict: false }).run(async (session) => {
      await audit.record(act(chain, 1), session);
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    // Every chain has a first entry: one without any is not intact (S14).
    expect(await audit.verify(chain)).toEqual({ intact: false, entries: 0, head: null, firstBroken: 1 });
  });

  it('finds each of 260 random edits, removals, insertions, reorderings and cut tails (S14)', async () => {
    const chain = 'f'.repeat(24);
    await begin(chain);
    for (let i = 1; i < 12; i++) await audit.recordAlone(act(chain, i));
    const entries = await rows().find({ chain }).sort({ n: 1 }).toArray();
    const anchor = (await anchors().findOne({ _id: chain }))!;
    const restore = async () => {
      await rows().deleteMany({ chain });
      await rows().insertMany(entries);
      await anchors().replaceOne({ _id: chain }, anchor, { upsert: true });
    };
    const pick = <T>(from: T[]): T => from[Math.floor(Math.random() * from.length)];
    const fields: Record<string, unknown> = {
      at: new Date(0),
      action: 'test.other',
      actor_id: 'b',
      target_id: 'other',
      'details.i': -1,
      'details.nested.list.2': 0.25,
      'details.more': null,
      ip: '127.0.0.1',
      impersonator_id: 'x',
      prev: '1'.repeat(64),
      hash: '2'.repeat(64),
      key: 7,
    };
    // Whoever can write has no key: they hash as a version without keys did.
    const rewritten = (row: Row): Row => {
      const { hash: _, key: __, ...content }: Partial<Row> = { ...row, actor_id: 'somebody else' };
      return { ...content, hash: hashOf(content as Row) } as never;
    };
    const end = (set: Partial<AuditAnchor>) => anchors().updateOne({ _id: chain }, { $set: set });
    const cutTo = async (n: number) => {
      await rows().deleteMany({ chain, n: { $gt: n } });
      await end({ count: n, last: n === 0 ? GENESIS : entries[n - 1].hash });
    };
    const attacks: (() => Promise<unknown>)[] = [
      () =>
        rows().updateOne(
          { _id: pick(entries)._id },
          { $set: pick(Object.entries(fields).map(([k, v]) => ({ [k]: v }))) },
        ),
      () => rows().deleteOne({ _id: pick(entries)._id }),
      () => rows().deleteMany({ chain, n: { $gte: pick(entries).n } }),
      async () => {
        const row = pick(entries);
        await rows().replaceOne({ _id: row._id }, rewritten(row));
      },
      async () => {
        const { _id, ...last } = entries.at(-1)!;
        await rows().insertOne({
          ...rewritten({ ...last, _id }),
          _id: undefined as never,
          n: 13,
          prev: String(last['hash']),
        });
      },
      () => end(pick<Partial<AuditAnchor>>([{ last: '3'.repeat(64) }, { count: 11 }, { keyed_from: 5 }])),
      () => anchors().deleteOne({ _id: chain }),
      () => cutTo(11),
      () => cutTo(pick(entries).n - 1),
      async () => {
        await rows().deleteMany({ chain });
        await anchors().deleteOne({ _id: chain });
      },
      async () => {
        const [a, b] = [entries[4], entries[5]];
        await rows().deleteMany({ _id: { $in: [a._id, b._id] } });
        await rows().insertMany([
          { ...a, n: b.n },
          { ...b, n: a.n },
        ]);
      },
      // A whole chain written anew, as by a version without keys.
      async () => {
        let prev = GENESIS;
        for (const row of entries) {
          const anew = rewritten({ ...row, prev });
          await rows().replaceOne({ _id: row._id }, anew);
          prev = anew.hash;
        }
        await end({ last: prev, keyed_from: 13 });
      },
      // Acts go on after a forgery, and do not cover it.
      async () => {
        await pick([() => cutTo(6), () => anchors().deleteOne({ _id: chain })])();
        await audit.recordAlone(act(chain, 13));
      },
    ];
    for (let round = 0; round < 260; round++) {
      await attacks[round % attacks.length]();
      const found = await audit.verify(chain);
      expect([round % attacks.length, found.intact, found.firstBroken]).toEqual([
        round % attacks.length,
        false,
        expect.any(Number),
      ]);
      await restore();
    }
    expect(await audit.verify(chain)).toMatchObject({ intact: true, entries: 12 });
  });

  it('has a chain of the platform from the first start on, which is missed when it is gone', async () => {
    const chain = 'platform';
    const first = await rows().findOne({ chain, n: 1 });
    expect(first).toMatchObject({ action: 'audit.began', actor_id: null });
    expect(await audit.verify(chain)).toMatchObject({ intact: true });
    const kept = [await rows().find({ chain }).toArray(), await anchors().findOne({ _id: chain })] as const;
    await rows().deleteMany({ chain });
    await anchors().deleteOne({ _id: chain });
    expect(await audit.verify(chain)).toEqual({ intact: false, entries: 0, head: null, firstBroken: 1 });
    await audit.recordAlone({ ...act('', 1), orgId: undefined });
    expect(await audit.verify(chain)).toMatchObject({ intact: false, entries: 1, firstBroken: 1 });
    await rows().deleteMany({ chain });
    await rows().insertMany(kept[0]);
    await anchors().replaceOne({ _id: chain }, kept[1]!, { upsert: true });
    expect(await audit.verify(chain)).toMatchObject({ intact: true });
  });

  it('goes on with the chains of a version that had neither keys nor anchors', async () => {
    const chain = 'a'.repeat(24);
    const rest = { chain, at: new Date(), actor_id: null, target_type: 'test', target_id: 'x', details: {} };
    let last = GENESIS;
    for (let n = 1; n <= 3; n++) {
      const content = { _id: new ObjectId(), ...rest, action: 'data.exported', n, prev: last };
      last = hashOf(content);
      await rows().insertOne({ ...content, hash: last });
    }
    const heads = sut.master.collection('audit_log');
    await heads.insertOne({ chain, n: 0, count: 3, last });
    const steps = sut.app.get(MasterMigrations, { strict: false });
    for (let twice = 0; twice < 2; twice++) {
      await sut.master
        .collection<{ _id: string }>('schema')
        .updateOne({ _id: 'master' }, { $set: { version: 1 } });
      await steps.run(sut.app.get<Connection>(getConnectionToken(), { strict: false }));
    }
    expect(await heads.countDocuments({ chain, n: 0 })).toBe(0);
    expect(await audit.verify(chain)).toEqual({ intact: true, entries: 3, head: last, firstBroken: null });
    await audit.recordAlone(act(chain, 4));
    expect(await audit.verify(chain)).toMatchObject({ intact: true, entries: 4 });
    const { hash: _, ...content } = (await rows().findOne({ chain, n: 2 }))!;
    const edited = { ...content, actor_id: 'somebody else' };
    await rows().updateOne({ _id: edited._id }, { $set: { actor_id: 'x', hash: hashOf(edited) } });
    expect(await audit.verify(chain)).toMatchObject({ intact: false, firstBroken: 2 });
  });

  it('outlives the organization for the platform, and is not its successor’s', async () => {
    const acme = await sut.organization('Ended Corp');
    const gone = await sut.call('DELETE', '/v1/organizations/current', { token: acme.token });
    expect(gone.status).toBe(204);
    const anew = await sut.organization('Ended Corp');
    expect((await list(anew.token)).items.map(({ action }) => action)).toEqual(['organization.created']);
    const evidence = await operator.call<List>('GET', `/audit?organization_id=${acme.id}`);
    expect(evidence.body.items.map(({ seq, action, details }) => [seq, action, details])).toEqual([
      [2, 'organization.deleted', { name: 'Ended Corp', database: 'org_ended_corp' }],
      [1, 'organization.created', { name: 'Ended Corp', origin: 'org', database: 'org_ended_corp' }],
    ]);
    const verified = await operator.call('GET', `/audit/verification?organization_id=${acme.id}`);
    expect(verified.body).toEqual({ intact: true, entries: 2, head: HASH, first_broken: null });
  });

  it('shows the operator everything, page by page, newest first', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body }: { body: List } = await operator.call<List>('GET', `/audit?limit=10${query}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.next_cursor;
    } while (cursor !== null);
    const all = await rows()
      .find({ n: { $gt: 0 } })
      .sort({ _id: -1 })
      .toArray();
    expect(seen).toEqual(all.map(({ _id }) => _id.toHexString()));
    for (const query of ['organization_id=x', 'cursor=5', 'from=', 'organization_id=platform&cursor=abc']) {
      const reply = await operator.call('GET', `/audit?${query}`);
      expect([query, reply.status]).toEqual([query, query === 'from=' ? 200 : 400]);
    }
  });

  it('verifies on after SECRET_KEY has changed, as long as the one before was given once', async () => {
    const acme = await sut.organization('Rotated Corp');
    const former = signingSecret(sut.app.get(Env));
    const [secret, other] = ['n'.repeat(40), 'o'.repeat(40)];
    const seenBy = async (settings: Record<string, string>, acts: boolean) => {
      const twin = await sut.twin(settings);
      try {
        const log = twin.app.get(AuditService, { strict: false });
        if (acts) await log.recordAlone(act(acme.id, 1));
        return await log.verify(acme.id);
      } finally {
        await twin.stop();
      }
    };
    const keys = async () =>
      (await sut.master.collection('audit_keys').find().sort({ _id: 1 }).toArray()).map((row) => [
        row._id,
        'former' in row,
      ]);
    const rotated = { SECRET_KEY: secret, SECRET_KEY_PREVIOUS: former };
    expect(await seenBy(rotated, true)).toMatchObject({ intact: true, entries: 2 });
    // An instance that was not restarted with the new secret yet, or is started again before it is.
    expect(await seenBy({ SECRET_KEY: former }, true)).toMatchObject({ intact: true, entries: 3 });
    expect(await seenBy(rotated, false)).toMatchObject({ intact: true, entries: 3 });
    expect(await keys()).toEqual([[1, true]]);
    expect(await seenBy({ SECRET_KEY: secret }, true)).toMatchObject({ intact: true, entries: 4 });
    expect(await keys()).toEqual([[1, false]]); // the change is over: the former secret opens nothing
    // Without the one before, earlier entries cannot be verified; acts go on.
    expect(await seenBy({ SECRET_KEY: other }, true)).toMatchObject({ intact: false, firstBroken: 1 });
  });
});
