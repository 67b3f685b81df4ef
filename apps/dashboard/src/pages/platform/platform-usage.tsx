import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Bars } from '../../ui/bars.js';
import { Chart } from '../../ui/chart.js';
import { Card } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';

const text = T.platform.statistics;
const HOUR = 3_600_000;
const HOURS = 48;
const MOST = 12;
/** Records that are read; with more organizations than these, the newest hours are missing. */
const PAGES = 20;
const sayCount = (value: number): string => value.toLocaleString('en', { notation: 'compact' });

/** Requests of all organizations by the hour, and who made them. */
export function PlatformUsage() {
  const { client, key } = useScope();
  const { data, error } = useQuery({
    queryKey: [...key, 'usage'],
    queryFn: async () => {
      const from = new Date(Math.floor(Date.now() / HOUR) * HOUR - HOURS * HOUR).toISOString();
      const records = [];
      let cursor: string | undefined;
      for (let page = 0; page < PAGES; page++) {
        const query = { from, limit: 1000, cursor };
        const answer = await ok(client.GET('/v1/platform/usage', { params: { query } }));
        if (typeof answer === 'string') break; // the same address speaks CSV, if asked for
        records.push(...answer.items);
        if (answer.next_cursor === null) break;
        cursor = answer.next_cursor;
      }
      return records;
    },
    refetchInterval: 60_000,
  });
  const names = useQuery({
    queryKey: [...key, 'organizations', 'names'],
    queryFn: async () => {
      const { items } = await ok(
        client.GET('/v1/platform/organizations', { params: { query: { limit: 100 } } }),
      );
      return new Map(items.map(({ id, name }) => [id, name]));
    },
    staleTime: 60_000,
  });
  const sums = useMemo(() => {
    const end = Math.floor(Date.now() / HOUR) * HOUR;
    const hours = Array.from({ length: HOURS }, (_, n) => end - (HOURS - n) * HOUR);
    const byHour = new Map<number, number>();
    const byOrganization = new Map<string, number>();
    for (const { hour, organization_id: id, requests } of data ?? []) {
      const at = Date.parse(hour);
      byHour.set(at, (byHour.get(at) ?? 0) + requests);
      byOrganization.set(id, (byOrganization.get(id) ?? 0) + requests);
    }
    return {
      times: hours.map((at) => at / 1000),
      requests: hours.map((at) => byHour.get(at) ?? null),
      most: [...byOrganization].sort((a, b) => b[1] - a[1]).slice(0, MOST),
    };
  }, [data]);
  if (data?.length === 0)
    return (
      <Card title={text.usage}>
        <p className="lead">
          {text.noUsage}. {text.noUsageText}
        </p>
      </Card>
    );
  return (
    <Card title={text.usage} aside={<span className="two">{text.usageText}</span>}>
      <ErrorNotice error={error} />
      <Chart bars label={text.requests} times={sums.times} values={sums.requests} say={sayCount} />
      <Bars
        label={text.usage}
        bars={sums.most.map(([id, value]) => ({ label: names.data?.get(id) ?? id, value }))}
      />
    </Card>
  );
}
