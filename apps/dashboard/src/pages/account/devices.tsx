import { Button } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say } from '../../ui/notify.js';
import { Card } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { useAct } from '../../ui/use-act.js';
import { When } from '../../ui/time.js';
import { sayProgram } from './programs.js';

type Device = components['schemas']['DeviceDto'];
const text = T.account.devices;

/** Devices that sign in without a code; nothing is shown when there is none. */
export function Devices() {
  const { client, key } = useScope();
  const list = useQuery({
    queryKey: [...key, 'devices'],
    queryFn: async () => (await ok(client.GET('/v1/me/second-factor/devices'))).items,
  });
  const changes = [[...key, 'devices']];
  const forget = useAct(
    ({ id }: Device) => ok(client.DELETE('/v1/me/second-factor/devices/{id}', { params: { path: { id } } })),
    { changes, done: () => say(text.forgotten) },
  );
  const forgetAll = useAct(() => ok(client.DELETE('/v1/me/second-factor/devices')), {
    changes,
    done: () => say(text.forgottenAll),
  });
  if (list.data?.length === 0) return null;
  const columns: Column<Device>[] = [
    {
      id: 'client',
      head: text.device,
      value: ({ user_agent }) => sayProgram(user_agent),
      cell: ({ user_agent }) => <strong className="strong">{sayProgram(user_agent)}</strong>,
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
      cell: (device) => (
        <Button size="compact-sm" variant="default" onClick={() => forget.mutate(device)}>
          {text.forget}
        </Button>
      ),
    },
  ];
  return (
    <Card
      flush
      title={text.title}
      aside={
        <Button size="compact-sm" variant="default" onClick={() => forgetAll.mutate(undefined)}>
          {text.forgetAll}
        </Button>
      }
    >
      <p className="lead inset">{text.text}</p>
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
  );
}
