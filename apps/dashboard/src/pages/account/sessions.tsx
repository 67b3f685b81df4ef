import { Button } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useAct } from '../../ui/use-act.js';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say } from '../../ui/notify.js';
import { Card, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { When } from '../../ui/time.js';
import { Devices } from './devices.js';
import { sayProgram } from './programs.js';

type Session = components['schemas']['SessionDto'];
const text = T.account.sessions;

export function Sessions() {
  const { client, key } = useScope();
  const list = useQuery({
    queryKey: [...key, 'sessions'],
    queryFn: async () => (await ok(client.GET('/v1/sessions'))).items,
    refetchInterval: 10_000,
  });
  const changes = [[...key, 'sessions']];
  const end = useAct(
    ({ id }: Session) => ok(client.DELETE('/v1/sessions/{id}', { params: { path: { id } } })),
    { changes, done: () => say(text.ended) },
  );
  const endOthers = useAct(
    () => ok(client.DELETE('/v1/sessions', { params: { query: { keep: 'current' } } })),
    { changes, done: () => say(text.endedOthers) },
  );
  const columns: Column<Session>[] = [
    {
      id: 'client',
      head: text.client,
      value: ({ user_agent }) => user_agent ?? '',
      cell: (session) => (
        <>
          <strong className="strong">{sayProgram(session.user_agent)}</strong>{' '}
          {session.current && <Tag tone="ok">{text.this}</Tag>}
          {session.kind === 'impersonation' && <Tag tone="bad">{text.impersonation}</Tag>}
        </>
      ),
    },
    {
      id: 'address',
      head: text.address,
      value: ({ ip_address }) => ip_address ?? '',
      cell: ({ ip_address }) => ip_address,
    },
    {
      id: 'used',
      head: text.used,
      value: ({ last_used_at }) => last_used_at,
      cell: ({ last_used_at }) => <When at={last_used_at} />,
    },
    {
      id: 'ends',
      head: text.ends,
      value: ({ expires_at }) => expires_at,
      cell: ({ expires_at }) => <When at={expires_at} />,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (session) =>
        session.current ? null : (
          <Button size="compact-sm" variant="default" onClick={() => end.mutate(session)}>
            {text.end}
          </Button>
        ),
    },
  ];
  return (
    <Page
      title={text.title}
      text={text.text}
      actions={
        <Button variant="default" onClick={() => endOthers.mutate(undefined)}>
          {text.endOthers}
        </Button>
      }
    >
      <Card flush>
        <ErrorNotice error={list.error} />
        <Grid
          rows={list.data ?? []}
          isLoading={list.isPending}
          label={text.title}
          columns={columns}
          keyOf={({ id }) => id}
          empty={null}
        />
      </Card>
      <Devices />
    </Page>
  );
}
