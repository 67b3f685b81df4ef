import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { MetricsServer } from '../../src/surfaces/metrics/metrics-server.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { until } from '../support/smtp.js';

const TOKEN = 'of-a-scraper-that-may-see-the-metrics';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

/** What this test reads of an export (OTLP 1.x, JSON). */
interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}
interface Export {
  resourceSpans: { resource: { attributes: OtlpSpan['attributes'] }; scopeSpans: { spans: OtlpSpan[] }[] }[];
}

/** A collector: takes OTLP over HTTP. */
async function startCollector(): Promise<{
  server: Server;
  url: string;
  exports: Export[];
  spans(): OtlpSpan[];
}> {
  const exports: Export[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (request.url === '/v1/traces') exports.push(JSON.parse(text) as Export);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const spans = () =>
    exports.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
  return { server, url: `http://127.0.0.1:${port}`, exports, spans };
}

const attribute = ({ attributes }: Pick<OtlpSpan, 'attributes'>, key: string) => {
  const value = attributes.find((one) => one.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

const scrape = (url: string, token = TOKEN): Promise<Response> =>
  fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });

describe('telemetry', () => {
  let sut: TestApp;
  let twin: TestApp;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let acme: Awaited<ReturnType<TestApp['organization']>>;
  let exposed: string;

  beforeAll(async () => {
    collector = await startCollector();
    sut = await startTestApp({ METRICS_TOKEN: TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    twin = await sut.twin({ METRICS_PORT: '0', METRICS_TOKEN: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' });
    acme = await sut.organization('Acme Metrics');
    await sut.call('POST', '/v1/data/data', { token: acme.token, body: { name: 'Ada' } });
    await sut.call('GET', '/v1/data/data/000000000000000000000000', { token: acme.token });
    await sut.call('GET', '/no-such-path');
    exposed = await (await scrape(sut.url)).text();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
    collector?.server.close();
  });

  const valueOf = (line: string): number =>
    Number(
      exposed
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.split(' ')
        .at(-1),
    );

  describe('metrics', () => {
    it('are for who has the token, and nobody else', async () => {
      const answers = await Promise.all([
        scrape(sut.url, 'wrong'),
        fetch(`${sut.url}/metrics`),
        scrape(sut.url),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 200]);
      expect(answers[0].headers.get('www-authenticate')).toBe('Bearer');
      expect(await answers[0].text()).not.toContain('rowhouse_');
      expect(answers[2].headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    });

    it('on a port of their own are not on that of the clients', async () => {
      const own = `http://127.0.0.1:${twin.app.get(MetricsServer, { strict: false }).port}`;
      expect((await fetch(`${own}/metrics`)).status).toBe(200);
      expect((await fetch(`${own}/v1/me`)).status).toBe(404);
      expect((await fetch(`${own}/metrics`, { method: 'POST' })).status).toBe(405);
      expect((await fetch(`${twin.url}/metrics`)).status).toBe(404);
    });

    it('count requests by the pattern of their route, refusals by their code', () => {
      const of = (method: string, route: string, status: string) =>
        `rowhouse_http_request_duration_seconds_count{surface="v1",method="${method}",route="${route}",status="${status}"}`;
      expect(valueOf(of('POST', '/v1/data/:collection', '2xx'))).toBe(1);
      expect(valueOf(of('GET', '/v1/data/:collection/:id', '4xx'))).toBe(1);
      expect(valueOf('rowhouse_http_refusals_total{code="document.not_found"}')).toBe(1);
      expect(valueOf('rowhouse_http_refusals_total{code="route.unknown"}')).toBe(1);
    });

    it('show the pool, the databases, caches, queues and tasks', () => {
      const state = (name: string) => valueOf(`rowhouse_db_connections{state="${name}"}`);
      expect(state('in_use') + state('idle')).toBeGreaterThan(0);
      expect(valueOf('rowhouse_db_checkouts_total{result="done"}')).toBeGreaterThan(10);
      expect(valueOf('rowhouse_tenancy_handles_total{event="opened"}')).toBeGreaterThan(0);
      // A busy machine may have emptied it: the feed was late.
      expect(valueOf('rowhouse_cache_rows{cache="organizations"}')).toBeGreaterThanOrEqual(0);
      expect(valueOf('rowhouse_cache_misses_total{cache="organizations"}')).toBeGreaterThan(0);
      expect(valueOf('rowhouse_fair_queue_served_total{queue="hashes"}')).toBeGreaterThan(0);
      expect(valueOf('rowhouse_hash_seconds_count{task="hash"}')).toBeGreaterThan(0);
      expect(valueOf('rowhouse_task_turns_total{task="mail outbox",result="failed"}')).toBe(0);
      expect(valueOf('rowhouse_metrics_read_failures_total')).toBe(0);
      expect(valueOf('rowhouse_change_feed_coherent')).toBe(1);
    });

    it('show outboxes, webhooks, sinks, moves, backups and rate limits', () => {
      const lines = [
        ...['delivered', 'pending', 'failed'].map(
          (result) => `rowhouse_webhook_tries_total{result="${result}"}`,
        ),
        ...[
          'rowhouse_webhook_deliveries_waiting',
          'rowhouse_webhook_oldest_seconds',
          'rowhouse_moves_running',
        ],
        ...['rowhouse_mail_waiting', 'rowhouse_mail_oldest_seconds'],
        ...['mail outbox', 'audit sinks'].map((queue) => `rowhouse_queue_rows_running{queue="${queue}"}`),
        ...['webhook deliveries', 'audit sinks that wait', 'interrupted moves', 'backups', 'usage'].map(
          (task) => `rowhouse_task_turns_total{task="${task}",result="failed"}`,
        ),
      ];
      for (const line of lines) expect([line, valueOf(line)]).toEqual([line, expect.any(Number)]);
      expect(lines.filter((line) => Number.isNaN(valueOf(line)))).toEqual([]);
      for (const name of ['rowhouse_moves_open', 'rowhouse_rate_limited_total', 'rowhouse_backups_total']) {
        expect(exposed).toMatch(new RegExp(`^# TYPE ${name} `, 'm'));
      }
    });

    it('show that a crowd waits beside somebody who asks for little, and that the other one does not', async () => {
      const [crowd, quiet] = [await sut.organization('Crowd'), await sut.organization('Quiet')];
      const ask = (token: string) => sut.call('GET', '/v1/data/data?limit=1', { token });
      const served = async (): Promise<number> => {
        const text = await (await scrape(sut.url)).text();
        return Number(/^rowhouse_fair_queue_served_total\{queue="crowds"\} (\d+)$/m.exec(text)?.[1]);
      };
      await Promise.all([ask(crowd.token), ask(quiet.token)]); // from here on their tokens are known
      // On a busy machine the requests may come so slowly that no line forms: then they come again.
      await until(
        async () => {
          const asking = Array.from({ length: 160 }, () => ask(crowd.token));
          expect((await ask(quiet.token)).status).toBe(200);
          const statuses = new Set((await Promise.all(asking)).map(({ status }) => status));
          expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
          return (await served()) > 0;
        },
        30_000,
        'a line of the crowd',
      );
    });

    it('name nobody', () => {
      const labels = exposed.split('\n').filter((line) => !line.startsWith('#'));
      for (const name of [acme.email, acme.adminId, 'acme', 'Ada']) {
        expect(labels.filter((line) => line.toLowerCase().includes(name.toLowerCase()))).toEqual([]);
      }
    });

    it('are those of docs/metrics.md, each with its type', () => {
      const documented = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \|/gm)];
      const told = [...exposed.matchAll(/^# TYPE (rowhouse_\w+) (\w+)$/gm)];
      const lines = (found: RegExpExecArray[]) => found.map(([, name, type]) => `${name} ${type}`).sort();
      expect(lines(told)).toEqual(lines(documented));
    });

    it('are all that the dashboard and the alerts ask for, in PromQL', () => {
      const known = new Set([...exposed.matchAll(/^# TYPE (\w+) \w+$/gm)].map(([, name]) => name));
      const questions = [...dashboardQuestions(), ...alertQuestions()];
      expect(questions.length).toBeGreaterThan(30);
      for (const question of questions) {
        const names = metricsIn(question);
        const unknown = names.filter(
          (name) => name !== 'up' && !known.has(name) && !known.has(name.replace(/_(bucket|count|sum)$/, '')),
        );
        expect({ question, unknown }).toEqual({ question, unknown: [] });
        expect(names.length).toBeGreaterThan(0);
      }
    });
  });

  describe('traces', () => {
    it('of a request: its hash, its transaction and its commands, below the span of the caller', async () => {
      const headers = { traceparent: `00-${TRACE}-${PARENT}-01` };
      const body = { email: 'traced@acme.example', password: 'SecurePassword123!', name: 'Traced' };
      const made = await sut.call('POST', '/v1/accounts', { body, headers });
      expect(made.status).toBe(201);
      const mine = () => collector.spans().filter(({ traceId }) => traceId === TRACE);
      await until(() => mine().some(({ name }) => name === 'POST /v1/accounts'), 30_000, 'the span');
      const spans = mine();
      const named = (name: string) => spans.find((span) => span.name === name)!;
      const root = named('POST /v1/accounts');
      expect(root.parentSpanId).toBe(PARENT);
      expect(attribute(root, 'http.response.status_code')).toBe(201);
      expect(attribute(root, 'rowhouse.request_id')).toBe(made.headers.get('x-request-id'));
      expect(named('bcrypt hash').parentSpanId).toBe(root.spanId);
      expect(named('transaction').parentSpanId).toBe(root.spanId);
      const insert = spans.find(
        (span) => attribute(span, 'db.collection.name') === 'admin_users' && span.name === 'mongodb insert',
      );
      expect(insert!.parentSpanId).toBe(named('transaction').spanId);
      expect(JSON.stringify(spans)).not.toMatch(/traced@acme|SecurePassword/);
      const [{ resourceSpans }] = collector.exports;
      expect(attribute(resourceSpans[0].resource, 'service.name')).toBe('rowhouse');
    });

    it('are there on the hot path, and not where the caller does not sample', async () => {
      const path = '/v1/data/data/000000000000000000000001';
      const sent = {
        token: acme.token,
        headers: { traceparent: `00-${TRACE.replace('4', '5')}-${PARENT}-00` },
      };
      await sut.call('GET', path, sent);
      const read = await sut.call('GET', path, { token: acme.token });
      const id = read.headers.get('x-request-id');
      await until(
        () => collector.spans().some((span) => attribute(span, 'rowhouse.request_id') === id),
        30_000,
        'the span',
      );
      const spans = collector.spans();
      const root = spans.find((span) => attribute(span, 'rowhouse.request_id') === id)!;
      expect(attribute(root, 'rowhouse.organization_id')).toBe(acme.id);
      const below = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId);
      expect(below.map(({ name }) => name)).toContain('mongodb find');
      expect(spans.filter(({ traceId }) => traceId === TRACE.replace('4', '5'))).toEqual([]);
    });

    it('a traceparent that breaks the rules counts as none', async () => {
      const given = ['00-zz-01', `ff-${TRACE}-${PARENT}-01`, `00-${'0'.repeat(32)}-${PARENT}-01`];
      for (const traceparent of given) {
        const answer = await sut.call('GET', '/health/live', { headers: { traceparent } });
        expect(answer.status).toBe(200);
      }
    });
  });
});

function dashboardQuestions(): string[] {
  const text = readFileSync('docs/monitoring/grafana-dashboard.json', 'utf8');
  const { panels } = JSON.parse(text) as { panels: { id: number; targets?: { expr: string }[] }[] };
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  return panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m')),
  );
}

function alertQuestions(): string[] {
  interface Rule {
    alert: string;
    expr: string;
    for: string;
    labels: { severity: string };
    annotations: { summary: string; description: string };
  }
  const { groups } = parse(readFileSync('docs/monitoring/alerts.yml', 'utf8')) as {
    groups: { rules: Rule[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  for (const rule of rules) {
    expect(rule.for).toMatch(/^\d+[smh]$/);
    expect(['warning', 'critical']).toContain(rule.labels.severity);
    expect(Object.keys(rule.annotations).sort()).toEqual(['description', 'summary']);
  }
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  return rules.map(({ expr }) => expr);
}

/** The metrics that a question names. @throws when it is no PromQL */
function metricsIn(question: string): string[] {
  const names: string[] = [];
  parser.parse(question).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${question}`);
      const parent = type.name === 'Identifier';
      if (parent) names.push(question.slice(from, to));
    },
  });
  return [...new Set(names)];
}
