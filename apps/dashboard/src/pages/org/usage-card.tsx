import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Chart } from '../../ui/chart.js';
import { Card } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { sayBytes } from '../../ui/time.js';

const text = T.usage;
const HOUR = 3_600_000;
const HOURS = 48;
const sayCount = (value: number): string => value.toLocaleString('en', { notation: 'compact' });

/** Requests and storage of the last two days, by the hour. */
export function UsageCard() {
  const { client, key } = useOrganization();
  const { data, error } = useQuery({
    queryKey: [...key, 'usage'],
    queryFn: () => {
      const from = new Date(Math.floor(Date.now() / HOUR) * HOUR - (HOURS - 1) * HOUR).toISOString();
      const page = ok(client.GET('/v1/usage', { params: { query: { from, limit: 100 } } }));
      // The same address speaks CSV, if asked for.
      return page as Promise<Exclude<Awaited<typeof page>, string>>;
    },
    refetchInterval: 30_000,
  });
  const series = useMemo(() => {
    const end = Math.floor(Date.now() / HOUR) * HOUR;
    const hours = Array.from({ length: HOURS }, (_, n) => end - (HOURS - 1 - n) * HOUR);
    const requests = new Map<number, number>();
    const storage = new Map<number, number>();
    for (const one of data?.items ?? []) {
      const at = Date.parse(one.hour);
      requests.set(at, (requests.get(at) ?? 0) + one.requests);
      if (one.storage !== null) storage.set(at, one.storage);
    }
    for (const one of data?.open ?? []) {
      const at = Date.parse(one.hour);
      requests.set(at, (requests.get(at) ?? 0) + one.requests);
    }
    return {
      times: hours.map((at) => at / 1000),
      // No bar where nothing was asked.
      requests: hours.map((at) => requests.get(at) ?? null),
      storage: hours.map((at) => storage.get(at) ?? null),
    };
  }, [data]);
  const total = series.requests.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return (
    <Card
      title={text.title}
      aside={<span className="two">{data === undefined ? '' : text.total(total)}</span>}
    >
      <ErrorNotice error={error} />
      <Chart
        bars
        label={`${text.requests}: ${text.total(total)}`}
        times={series.times}
        values={series.requests}
        say={sayCount}
      />
      <h3 className="subhead">{text.storage}</h3>
      <Chart label={text.storage} times={series.times} values={series.storage} say={sayBytes} />
    </Card>
  );
}
