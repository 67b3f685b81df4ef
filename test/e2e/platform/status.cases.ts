import type { TestApp } from '../../support/app.js';
import type { TestOperator } from '../../support/operator.js';
import { until } from '../../support/until.js';

interface Body extends Record<string, unknown> {
  id: string;
}

export function statusCases(platform: () => { sut: TestApp; operator: TestOperator }): void {
  it('see what runs and what there is room for: capacity, outboxes, jobs, operations and generations', async () => {
    const { sut, operator } = platform();
    const acme = await sut.organization('Watched Corp');
    const { token } = acme;
    await sut.call('PATCH', '/v1/organizations/current', { token, body: { name: 'Watched Ltd' } });
    type Operations = { items: Body[] };
    const of = (id: string) => operator.call<Operations>('GET', `/operations?organization_id=${id}`);
    await until(async () => (await of(acme.id)).body.items[0]?.['phase'] === 'done');
    const { body } = await of(acme.id);
    expect(body.items).toEqual([
      expect.objectContaining({ organization_id: acme.id, kind: 'update', progress: 1 }),
    ]);
    const row = { _id: 'watched', org_id: acme.id, phase: 'copying', documents_total: 4, documents_done: 1 };
    const names = {
      from: 'org_a',
      to: 'org_b',
      generation: 9,
      slug: 'a',
      name: 'a',
      actor_id: 'a',
      sid: 'a',
    };
    const times = { lease_until: new Date('2100-01-01'), created_at: new Date(), updated_at: new Date() };
    const moves = sut.master.collection<{ _id: string }>('moves');
    await moves.insertOne({ ...row, ...names, ...times });
    const open = await operator.call<Operations>('GET', '/operations');
    expect(open.body.items).toEqual([expect.objectContaining({ id: 'watched', progress: 0.25 })]);
    const status = await operator.call('GET', '/status');
    await moves.deleteOne({ _id: 'watched' });
    expect(status.body).toMatchObject({ instances: 1, operations: 1 });
    expect(status.body['outboxes']).toEqual(
      ['mail', 'webhooks'].map((name) => expect.objectContaining({ name, waiting: expect.any(Number) })),
    );
    expect(status.body['jobs']).toContainEqual(
      expect.objectContaining({ name: 'mail outbox', failures_in_a_row: 0 }),
    );
    expect(status.body['capacity']).toMatchObject({ organizations_limit: null });
    const generations = await operator.call('GET', `/organizations/${acme.id}/generations`);
    expect(generations.body).toEqual({ current: 2, database: 'org_watched_ltd_v2', kept: [] });
    expect((await operator.call('GET', '/organizations/nothing/generations')).status).toBe(404);
    expect((await operator.call('GET', '/operations?all=1')).status).toBe(400);
    for (const path of ['status', 'operations', `organizations/${acme.id}/generations`])
      expect((await sut.call('GET', `/v1/platform/${path}`, { token })).status).toBe(403);
  });
}
