import { TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../ui/use-act.js';
import { useRows } from '../../data/pages.js';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { sayBytes, When } from '../../ui/time.js';

type Leftover = components['schemas']['LeftoverDto'];
const text = T.platform.leftovers;

export function Leftovers() {
  const { client, key, can } = useScope();
  const [chosen, setChosen] = useState<{ leftover: Leftover; act: 'drop' | 'adopt' }>();
  const list = useRows([...key, 'leftovers'], (cursor) =>
    client.GET('/v1/platform/leftovers', { params: { query: { cursor } } }),
  );
  const ignore = useAct(
    ({ database }: Leftover) =>
      ok(
        client.POST('/v1/platform/leftovers/{name}', {
          params: { path: { name: database } },
          body: { action: 'ignore' },
        }),
      ),
    { changes: [[...key, 'leftovers']], done: ({ status }) => say(text.settled(status)) },
  );
  const columns: Column<Leftover>[] = [
    {
      id: 'database',
      head: text.database,
      value: (one) => one.database,
      cell: (one) => <span className="mono">{one.database}</span>,
    },
    { id: 'reason', head: text.reason, value: (one) => one.reason, cell: (one) => text.reasons[one.reason] },
    { id: 'size', head: text.size, end: true, value: (one) => one.size, cell: (one) => sayBytes(one.size) },
    {
      id: 'seen',
      head: text.seen,
      value: (one) => one.first_seen,
      cell: (one) => <When at={one.first_seen} />,
    },
    {
      id: 'status',
      head: text.status,
      value: (one) => one.status,
      cell: (one) => <Tag tone={toneOf(one.status)}>{one.status}</Tag>,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (one) => (
        <RowMenu
          what={one.database}
          acts={
            can('platform.organizations.manage')
              ? [
                  { label: text.adopt, act: () => setChosen({ leftover: one, act: 'adopt' }) },
                  ...(one.status === 'open' ? [{ label: text.ignore, act: () => ignore.mutate(one) }] : []),
                  { label: text.drop, danger: true, act: () => setChosen({ leftover: one, act: 'drop' }) },
                ]
              : []
          }
        />
      ),
    },
  ];
  return (
    <Page title={text.title} text={text.text}>
      <Card flush>
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <Grid
          {...list}
          label={text.title}
          columns={columns}
          keyOf={({ database }) => database}
          file="leftovers"
          empty={<Empty title={text.none} text={text.noneText} icon={IconCircleCheck} />}
        />
      </Card>
      {chosen !== undefined && <Settle {...chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  );
}

function Settle({
  leftover,
  act,
  onClose,
}: {
  leftover: Leftover;
  act: 'drop' | 'adopt';
  onClose: () => void;
}) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const [organization, setOrganization] = useState('');
  const { database } = leftover;
  const settle = async (body: components['schemas']['SettleLeftoverDto']) => {
    const params = { path: { name: database } };
    const { status } = await ok(client.POST('/v1/platform/leftovers/{name}', { params, body }));
    await queries.invalidateQueries({ queryKey: [...key, 'leftovers'] });
    say(text.settled(status));
  };
  if (act === 'drop')
    return (
      <Confirm
        title={text.drop}
        text={text.dropText(database)}
        button={text.drop}
        word={database}
        danger
        onClose={onClose}
        act={() => settle({ action: 'drop', confirm: database })}
      />
    );
  const body = {
    action: 'adopt' as const,
    ...(organization === '' ? {} : { organization_id: organization }),
  };
  return (
    <FormDialog
      title={text.adopt}
      text={text.adoptText}
      button={text.adopt}
      onClose={onClose}
      call={{ method: 'POST', path: '/v1/platform/leftovers/{name}', params: { name: database }, body }}
      act={() => settle(body)}
    >
      <TextInput
        label={text.adoptOrganization}
        value={organization}
        onChange={(event) => setOrganization(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
