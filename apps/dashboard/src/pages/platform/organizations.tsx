import { Anchor, Button, Select, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useRows } from '../../data/pages.js';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { When } from '../../ui/time.js';
import { useAddress, useTypedAddress } from '../../ui/use-address.js';
import { CreateOrganization } from './create-organization.js';
import { RunningOperations } from './operations.js';

type OrganizationRow = components['schemas']['OrganizationViewDto'];
const text = T.platform.organizations;
const PLANS = ['basic', 'pro', 'premium'] as const;

export function Organizations() {
  const { client, key, can } = useScope();
  const search = useTypedAddress('q');
  const [status, setStatus] = useAddress('status');
  const [plan, setPlan] = useAddress('plan');
  const [isNew, setNew] = useAddress('new');
  const query = {
    limit: 100,
    ...(search.value === '' ? {} : { q: search.value }),
    ...(status === '' ? {} : { status }),
    ...(plan === '' ? {} : { plan }),
  };
  const list = useRows([...key, 'organizations', query], (cursor) =>
    client.GET('/v1/platform/organizations', { params: { query: { ...query, cursor } } }),
  );
  const create = can('tenants.create') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNew('1')}>
      {text.create}
    </Button>
  );
  return (
    <Page title={text.title} text={text.text} actions={create}>
      <RunningOperations />
      <Card flush>
        <div className="tools">
          <TextInput
            className="grow"
            label={T.common.search}
            placeholder={text.search}
            value={search.typed}
            onChange={(event) => search.setTyped(event.currentTarget.value)}
          />
          <Select
            label={text.status}
            placeholder={T.common.any}
            clearable
            data={(['active', 'suspended', 'inactive'] as const).map((value) => ({
              value,
              label: T.org.status[value],
            }))}
            value={status === '' ? null : status}
            onChange={(value) => setStatus(value ?? '')}
          />
          <Select
            label={text.plan}
            placeholder={T.common.any}
            clearable
            data={[...PLANS]}
            value={plan === '' ? null : plan}
            onChange={(value) => setPlan(value ?? '')}
          />
        </div>
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <Grid
          {...list}
          label={text.title}
          columns={COLUMNS}
          keyOf={({ id }) => id}
          file="organizations"
          empty={
            <Empty title={text.none} text={text.noneText} icon={IconBuilding}>
              {create}
            </Empty>
          }
        />
      </Card>
      {isNew !== '' && <CreateOrganization onClose={() => setNew('')} />}
    </Page>
  );
}

const COLUMNS: Column<OrganizationRow>[] = [
  {
    id: 'name',
    head: text.name,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/platform/organizations/${id}`}>
        {name}
      </Anchor>
    ),
  },
  {
    id: 'status',
    head: text.status,
    value: ({ status }) => status,
    cell: ({ status, moving }) => (
      <>
        <Tag tone={toneOf(status)}>{T.org.status[status]}</Tag>{' '}
        {moving && <Tag tone="info">{T.org.status.moving}</Tag>}
      </>
    ),
  },
  {
    id: 'plan',
    head: text.plan,
    value: ({ plan }) => plan?.type ?? '',
    cell: ({ plan }) => plan?.type ?? text.noPlan,
  },
  {
    id: 'database',
    head: text.database,
    value: ({ database }) => database,
    cell: ({ database }) => <span className="mono">{database}</span>,
  },
  {
    id: 'generation',
    head: text.generation,
    end: true,
    value: ({ generation }) => generation,
    cell: ({ generation }) => generation,
  },
  {
    id: 'created',
    head: text.created,
    value: ({ created_at }) => created_at,
    cell: ({ created_at }) => <When at={created_at} date />,
  },
];
