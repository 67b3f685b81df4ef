import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { JSONWebKeySet } from 'jose';
import type { ObjectId } from 'mongodb';
import { verifyAuditLog } from '@rowhouse/verify/audit-verification';
import { AuditHeadsService } from '../../src/modules/audit/audit-heads.service.js';
import { AuditService } from '../../src/modules/audit/audit.service.js';
import type { TestApp } from '../support/app.js';
import { blockOf, runShell, withAddresses } from '../support/guide.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs } from '../support/people.js';

interface List {
  items: Record<string, unknown>[];
}
type Row = Record<string, unknown> & { _id: ObjectId; n: number };

describe('the audit log as a file', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let audit: AuditService;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
    audit = sut.app.get(AuditService, { strict: false });
  });
  afterAll(() => sut?.stop());

  const rows = () => sut.master.collection<Row>('audit_log');
  const act = (orgId: string, i: number) => ({
    action: 'data.exported' as const,
    actorId: 'a',
    orgId,
    targetType: 'test',
    targetId: String(i),
    details: { i, text: `é ${i}` },
  });
  const file = async (token: string, query = '') => {
    const reply = await fetch(`${sut.url}/v1/audit/export${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return reply.text();
  };
  const linesOf = (text: string) => Readable.from(text.trimEnd().split('\n'));
  const open = async <T>(path: string) => (await sut.call<T>('GET', path)).body;
  const keys = () => open<JSONWebKeySet>('/v1/audit/keys');
  const headsOf = async (log: string) => {
    const { items } = await open<{ items: { signed: string; count: number }[] }>(
      `/v1/audit/heads?organization_id=${log}`,
    );
    return items;
  };
  const check = async (text: string, log: string, partial = false) =>
    verifyAuditLog(linesOf(text), {
      keys: await keys(),
      heads: (await headsOf(log)).map(({ signed }) => signed),
      partial,
    });

  it('is verified with public keys and published heads alone, and shows each change of the database', async () => {
    const acme = await sut.organization('Exported Corp');
    for (let i = 1; i <= 6; i++) await audit.recordAlone(act(acme.id, i));
    await sut.app.get(AuditHeadsService, { strict: false }).publishAll();
    expect((await headsOf(acme.id)).map(({ count }) => count)).toEqual([7]);
    const text = await file(acme.token);
    // The export is in what it shows, and its head is published with it.
    expect(await check(text, acme.id)).toMatchObject({ log: acme.id, from: 1, to: 8, compared: 2 });
    expect((await headsOf(acme.id)).map(({ count }) => count)).toEqual([8, 7]);
    expect(text).not.toMatch(/"key"|client_request_id|"_id"/);
    const rest = text.split('\n');
    await expect(check([...rest.slice(0, 4), ...rest.slice(5)].join('\n'), acme.id)).rejects.toThrow(
      'entry 4',
    );
    // A part of the log: later, and one kind of action only.
    const some = await file(acme.token, '?action=audit.exported&from=2026-01-01');
    expect(await check(some, acme.id, true)).toMatchObject({ to: 9, omitted: 7 });
    // Who writes to the database gets no signature.
    const row = (await rows().findOne({ chain: acme.id, n: 3 }))!;
    await rows().updateOne({ _id: row._id }, { $set: { actor_id: 'somebody else' } });
    const forged = await file(acme.token);
    expect(forged.trimEnd().split('\n').at(-1)).toBe('{"type":"broken","first_broken":3}');
    await expect(check(forged, acme.id)).rejects.toThrow(/entries up to 7 are not those/);
    await rows().updateOne({ _id: row._id }, { $set: { actor_id: row['actor_id'] } });
    await rows().deleteOne({ chain: acme.id, n: 10 });
    expect((await file(acme.token)).trimEnd()).toMatch(/"broken","first_broken":10\}$/);
  });

  it('is CSV that no spreadsheet takes for formulas', async () => {
    const acme = await sut.organization('Spread Corp');
    const evil = { ...act(acme.id, 1), targetId: '=HYPERLINK("http://x","a"),\r\n', details: { a: '1,2' } };
    await audit.recordAlone(evil);
    const text = await file(acme.token, '?format=csv&action=data.exported');
    const [header, ...records] = text.split(/\r\n(?=\d|$)/);
    expect(header).toMatch(/^seq,at,action,actor_id,/);
    expect(records[0]).toContain(',"\'=HYPERLINK(""http://x"",""a""),\r\n","{""a"":""1,2""}",');
    expect(records.slice(1)).toEqual(['']);
  });

  it('the guide exports it as it stands', async () => {
    const acme = await sut.organization('Guided File Corp');
    const cwd = mkdtempSync(join(tmpdir(), 'rowhouse-audit-'));
    try {
      const script = withAddresses(blockOf('audit-log', 'bash'), { 'http://localhost:8000': sut.url });
      await runShell(script, { cwd, env: { TOKEN: acme.token, ORGANIZATION: acme.id } });
      const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
      const heads = (JSON.parse(read('heads.json')) as { items: { signed: string }[] }).items;
      const known = {
        keys: JSON.parse(read('keys.json')) as JSONWebKeySet,
        heads: heads.map(({ signed }) => signed),
      };
      expect(read('audit.csv')).toMatch(/^seq,at,/);
      const { to } = await verifyAuditLog(linesOf(read('audit.ndjson')), {
        ...known,
        heads: known.heads.slice(1),
      });
      expect(to).toBe(2);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });

  it('is for who may read the log, and of no other organization', async () => {
    const [acme, other] = [
      await sut.organization('Own File Corp'),
      await sut.organization('Other File Corp'),
    ];
    const manager = await joinAs(sut, acme.id, 'manager');
    for (const path of ['/v1/audit/export', '/v1/audit/export?format=csv']) {
      expect((await manager.call('GET', path)).body).toMatchObject({ code: 'auth.forbidden' });
    }
    const foreign = { token: other.token, headers: { 'x-org-id': acme.id } };
    expect((await sut.call('GET', '/v1/audit/export', foreign)).status).toBe(403);
    expect((await sut.call('GET', '/v1/platform/audit/export', { token: acme.token })).status).toBe(403);
    for (const query of ['format=xls', 'cursor=1', 'x=1', 'action=$ne']) {
      const refused = await sut.call('GET', `/v1/audit/export?${query}`, { token: acme.token });
      expect([query, refused.status, refused.body['code']]).toEqual([query, 400, 'query.invalid']);
    }
    for (const query of ['', '?organization_id=x', '?organization_id=platform&cursor=x']) {
      expect((await sut.call('GET', `/v1/audit/heads${query}`)).body).toMatchObject({
        code: 'query.invalid',
      });
    }
    const reply = await fetch(`${sut.url}/v1/platform/audit/export?organization_id=${acme.id}`, {
      headers: { authorization: `Bearer ${operator.token}` },
    });
    expect(await check(await reply.text(), acme.id)).toMatchObject({ log: acme.id });
    const own = await operator.call<List>('GET', '/audit?organization_id=platform&action=audit.exported');
    expect(own.body.items[0]).toMatchObject({ target_id: acme.id, details: { format: 'ndjson' } });
  });
});
