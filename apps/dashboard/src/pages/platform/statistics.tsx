import { Select, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconChartBar } from '@tabler/icons-react';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Bars } from '../../ui/bars.js';
import { ShowAsCode } from '../../ui/code.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { useAddress } from '../../ui/use-address.js';
import { PlatformUsage } from './platform-usage.js';

type Both = components['schemas']['OrgRoleUsersDto'];
type Status = 'active' | 'inactive' | 'suspended' | 'pending';
const text = T.platform.statistics;
const STATUSES: Status[] = ['active', 'inactive', 'suspended', 'pending'];
/** Bars; the table has all of them. */
const MOST = 12;

export function Statistics() {
  const { client, key, can } = useScope();
  const [from, setFrom] = useAddress('from');
  const [to, setTo] = useAddress('to');
  const [status, setStatus] = useAddress('status');
  const query = {
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
    ...(status === '' ? {} : { status: status as Status }),
  };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...key, 'statistics', query],
    queryFn: async () => {
      const params = { query };
      const [organizations, roles, both] = await Promise.all([
        ok(client.GET('/stats/org-wise-members', { params })),
        ok(client.GET('/stats/role-wise-users', { params })),
        ok(client.GET('/stats/org-role-wise-users', { params })),
      ]);
      return { organizations, roles, both };
    },
    placeholderData: keepPreviousData,
    enabled: can('platform.stats.read'),
  });
  const largest = [...(data?.organizations ?? [])].sort((a, b) => b.member_count - a.member_count);
  return (
    <Page title={text.title} text={text.text}>
      <div className="tools card">
        <TextInput
          type="date"
          label={text.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={text.to}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Select
          label={text.status}
          placeholder={T.common.any}
          clearable
          data={STATUSES.map((value) => ({ value, label: T.org.status[value] }))}
          value={status === '' ? null : status}
          onChange={(value) => setStatus(value ?? '')}
        />
      </div>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data !== undefined && (
        <div className="columns">
          <Card title={text.byRole}>
            <Bars
              label={text.byRole}
              bars={data.roles.map(({ role, user_count }) => ({ label: role, value: user_count }))}
            />
          </Card>
          <Card
            title={text.byOrganization}
            aside={largest.length > MOST && <span className="two">{text.most(MOST, largest.length)}</span>}
          >
            <Bars
              label={text.byOrganization}
              bars={largest
                .slice(0, MOST)
                .map(({ organization, member_count }) => ({ label: organization, value: member_count }))}
            />
          </Card>
        </div>
      )}
      {can('platform.usage.read') && <PlatformUsage />}
      <Card flush title={text.byBoth}>
        <Grid
          rows={data?.both ?? []}
          isLoading={isPending}
          label={text.byBoth}
          columns={COLUMNS}
          keyOf={({ organization, role }) => `${organization}\n${role}`}
          file="members-by-role"
          empty={<Empty title={text.none} text={text.noneText} icon={IconChartBar} />}
        />
      </Card>
      <ShowAsCode call={{ method: 'GET', path: '/stats/org-role-wise-users', query }} />
    </Page>
  );
}

const COLUMNS: Column<Both>[] = [
  {
    id: 'organization',
    head: text.organization,
    value: ({ organization }) => organization,
    cell: ({ organization }) => organization,
  },
  { id: 'role', head: text.role, value: ({ role }) => role, cell: ({ role }) => role },
  {
    id: 'members',
    head: text.members,
    end: true,
    value: ({ user_count }) => user_count,
    cell: ({ user_count }) => user_count.toLocaleString('en'),
  },
];
