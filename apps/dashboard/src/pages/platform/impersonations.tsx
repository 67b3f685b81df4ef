import { Button } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { IconGhost } from '@tabler/icons-react';
import { useAct } from '../../ui/use-act.js';
import { useRows } from '../../data/pages.js';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { When } from '../../ui/time.js';

type Impersonation = components['schemas']['ImpersonationDto'];
const text = T.platform.impersonate;

export function Impersonations() {
  const { client, key } = useScope();
  const list = useRows([...key, 'impersonations'], (cursor) =>
    client.GET('/v1/platform/impersonations', { params: { query: { cursor } } }),
  );
  const end = useAct(
    ({ id }: Impersonation) =>
      ok(client.DELETE('/v1/platform/impersonations/{id}', { params: { path: { id } } })),
    { changes: [[...key, 'impersonations']] },
  );
  const columns: Column<Impersonation>[] = [
    {
      id: 'user',
      head: text.user,
      value: (one) => one.user_id,
      cell: (one) => <span className="mono">{one.user_id}</span>,
    },
    {
      id: 'operator',
      head: text.operator,
      value: (one) => one.operator_id,
      cell: (one) => <span className="mono">{one.operator_id}</span>,
    },
    { id: 'reason', head: text.reason, value: (one) => one.reason, cell: (one) => one.reason },
    {
      id: 'status',
      head: text.status,
      value: (one) => one.status,
      cell: (one) => <Tag tone={toneOf(one.status)}>{text.statuses[one.status]}</Tag>,
    },
    {
      id: 'started',
      head: text.started,
      value: (one) => one.created_at,
      cell: (one) => <When at={one.created_at} />,
    },
    {
      id: 'expires',
      head: text.expires,
      value: (one) => one.expires_at,
      cell: (one) => <When at={one.ended_at ?? one.expires_at} />,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (one) =>
        one.status === 'active' ? (
          <Button size="compact-sm" variant="default" onClick={() => end.mutate(one)}>
            {text.end}
          </Button>
        ) : null,
    },
  ];
  return (
    <Page title={text.title2} text={text.text2}>
      <Card flush>
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <Grid
          {...list}
          label={text.title2}
          columns={columns}
          keyOf={({ id }) => id}
          file="impersonations"
          empty={<Empty title={text.none} text={text.noneText} icon={IconGhost} />}
        />
      </Card>
    </Page>
  );
}
