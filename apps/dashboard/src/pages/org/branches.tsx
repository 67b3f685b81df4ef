import { Anchor, Button } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconGitBranch, IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Meter } from '../../ui/meter.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { When } from '../../ui/time.js';
import { BranchForm } from './branch-form.js';

type Branch = components['schemas']['BranchDto'];
const text = T.branches;

export function Branches() {
  const { client, key, can, account } = useOrganization();
  const queries = useQueryClient();
  const [isNew, setNew] = useState(false);
  const [removed, setRemoved] = useState<Branch>();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...key, 'branches'],
    queryFn: () => ok(client.GET('/v1/branches')),
    enabled: can('branches.manage'),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ phase }) => phase === 'building') ? 700 : 60_000,
  });
  const rows = data?.items ?? [];
  const ready = rows.filter(({ phase }) => phase === 'ready').length;
  // One that is ready is an organization of whoever made it.
  useEffect(() => void queries.invalidateQueries({ queryKey: ['me'] }), [queries, ready]);
  const changed = () => queries.invalidateQueries({ queryKey: [...key, 'branches'] });
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNew(true)}>
      {text.create}
    </Button>
  );
  return (
    <Page title={text.title} text={text.text} actions={create}>
      <Card flush>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <Grid
          rows={rows}
          isLoading={isPending}
          label={text.title}
          columns={columnsOf(account.id, setRemoved)}
          keyOf={({ id }) => id}
          file="branches"
          rowHeight={64}
          empty={<Empty title={text.none} text={text.noneText} icon={IconGitBranch} />}
        />
      </Card>
      {data !== undefined && <p className="two">{text.allowed(rows.length, data.limit)}</p>}
      {isNew && <BranchForm changed={changed} onClose={() => setNew(false)} />}
      {removed !== undefined && (
        <Confirm
          title={text.remove}
          text={text.removeText(removed.name)}
          button={text.remove}
          word={removed.name}
          danger
          onClose={() => setRemoved(undefined)}
          call={{ method: 'DELETE', path: '/v1/branches/{id}', params: { id: removed.id } }}
          act={async () => {
            await ok(client.DELETE('/v1/branches/{id}', { params: { path: { id: removed.id } } }));
            say(text.removed);
            await changed();
          }}
        />
      )}
    </Page>
  );
}

const columnsOf = (me: string, remove: (one: Branch) => void): Column<Branch>[] => [
  {
    id: 'name',
    head: text.name,
    value: ({ name }) => name,
    cell: (one) => <BranchName branch={one} isMine={one.created_by === me} />,
  },
  {
    id: 'phase',
    head: text.phase,
    value: ({ phase }) => phase,
    cell: ({ name, phase, progress, error }) => (
      <>
        <Tag tone={toneOf(phase)}>{text.phases[phase]}</Tag>
        {phase === 'building' && <Meter part={progress} label={text.progress(name)} />}
        {error !== null && <span className="two">{text.failures[error] ?? error}</span>}
      </>
    ),
  },
  { id: 'at', head: text.at, value: ({ at }) => at, cell: ({ at }) => <When at={at} /> },
  {
    id: 'masks',
    head: text.masks,
    value: ({ masks }) => masks.map(sayMask).join('; '),
    cell: ({ masks }) =>
      masks.length === 0 ? (
        text.unmasked
      ) : (
        <>
          {masks.map((one) => (
            <span className="two" key={sayMask(one)}>
              {sayMask(one)}
            </span>
          ))}
        </>
      ),
  },
  {
    id: 'expires',
    head: text.expires,
    value: ({ expires_at }) => expires_at,
    cell: ({ expires_at }) => <When at={expires_at} />,
  },
  {
    id: 'acts',
    head: '',
    end: true,
    cell: (one) => (
      <RowMenu what={one.name} acts={[{ label: text.remove, danger: true, act: () => remove(one) }]} />
    ),
  },
];

/** Only who made it is a member of it. */
const BranchName = ({ branch: { id, name, phase }, isMine }: { branch: Branch; isMine: boolean }) => (
  <>
    {isMine && phase === 'ready' ? (
      <Anchor component={Link} to={`/o/${id}`}>
        {name}
      </Anchor>
    ) : (
      <strong className="strong">{name}</strong>
    )}
    <span className="two mono">{id}</span>
  </>
);

const sayMask = ({ collection, fields = [], empty }: Branch['masks'][number]): string =>
  text.masked(collection, empty === true ? text.allEmpty : fields.join(', '));
