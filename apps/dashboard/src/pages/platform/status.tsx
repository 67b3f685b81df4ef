import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Meter } from '../../ui/meter.js';
import { Card, Empty, Facts } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { sayBytes } from '../../ui/time.js';

type Status = components['schemas']['PlatformStatusDto'];
type Job = Status['jobs'][number];
type Share = Status['capacity']['files'];
const text = T.platform.status;
const count = (n: number): string => n.toLocaleString('en');

/** What there is room for, what waits, and what works in the background. */
export function PlatformStatus() {
  const { client, key } = useScope();
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'status'],
    queryFn: () => ok(client.GET('/v1/platform/status')),
    refetchInterval: 5_000,
  });
  return (
    <>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <Card title={text.capacity}>{data !== undefined && <Facts items={factsOf(data)} />}</Card>
      <Card title={text.outboxes}>
        {data?.outboxes.map(({ name, waiting, oldest_seconds }) => (
          <div className="row" key={name}>
            <div>
              <h3>{text.outboxNames[name]}</h3>
              <p>{oldest_seconds !== null && text.oldest(oldest_seconds)}</p>
            </div>
            <Tag tone={waiting === 0 ? 'ok' : 'info'}>{text.waiting(waiting)}</Tag>
          </div>
        ))}
      </Card>
      <Card title={text.jobs} flush>
        <p className="lead inset">{text.jobsText}</p>
        <Grid
          rows={data?.jobs ?? []}
          isLoading={data === undefined}
          label={text.jobs}
          columns={JOBS}
          keyOf={({ name }) => name}
          file="jobs"
          empty={<Empty title={text.none} text={text.jobsText} />}
        />
      </Card>
    </>
  );
}

const factsOf = ({ instances, capacity }: Status): [string, ReactNode][] => [
  [text.instances, count(instances)],
  [text.files, <Used share={capacity.files} say={count} label={text.files} />],
  [text.disk, <Used share={capacity.disk} say={sayBytes} label={text.disk} />],
  [
    text.left,
    <>
      {capacity.organizations_left === null ? text.unknown : count(capacity.organizations_left)}
      {capacity.organizations_limit !== null && (
        <span className="two">{text.limit(capacity.organizations_limit)}</span>
      )}
    </>,
  ],
];

function Used({ share, say, label }: { share: Share; say: (n: number) => string; label: string }) {
  if (share === null) return <>{text.unknown}</>;
  return (
    <>
      {text.of(say(share.used), say(share.total))}
      <Meter part={share.used / share.total} label={label} />
    </>
  );
}

const JOBS: Column<Job>[] = [
  { id: 'name', head: text.job, value: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'state',
    head: text.state,
    value: ({ failures_in_a_row }) => failures_in_a_row,
    cell: ({ failures_in_a_row: failures, since_done_seconds: since }) =>
      since === null ? (
        <Tag>{text.idle}</Tag>
      ) : (
        <Tag tone={failures === 0 ? 'ok' : 'bad'}>{failures === 0 ? text.works : text.failing(failures)}</Tag>
      ),
  },
  {
    id: 'since',
    head: text.since,
    end: true,
    value: ({ since_done_seconds }) => since_done_seconds ?? '',
    cell: ({ since_done_seconds: since }) => (since === null ? '' : text.ago(Math.round(since))),
  },
  { id: 'done', head: text.done, end: true, value: ({ done }) => done, cell: ({ done }) => count(done) },
  {
    id: 'failed',
    head: text.failed,
    end: true,
    value: ({ failed }) => failed,
    cell: ({ failed }) => count(failed),
  },
];
