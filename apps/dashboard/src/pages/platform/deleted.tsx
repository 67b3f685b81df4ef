import { Checkbox, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconTrashX } from '@tabler/icons-react';
import { useState } from 'react';
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
import { When } from '../../ui/time.js';

type DeletedOrganization = components['schemas']['DeletedOrganizationDto'];
interface Asked {
  act: 'bring' | 'erase';
  one: DeletedOrganization;
}
const text = T.platform.deleted;
const PATH = '/v1/platform/deleted-organizations/{id}';
/** While one comes back. Milliseconds. */
const LOOK_MS = 1000;

export function Deleted() {
  const { client, key, can } = useScope();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const list = useRows(
    [...key, 'deleted'],
    (cursor) => client.GET('/v1/platform/deleted-organizations', { params: { query: { cursor } } }),
    (rows) => (rows.some(({ phase }) => phase === 'leaving' || phase === 'returning') ? LOOK_MS : 5000),
  );
  const changed = () => queries.invalidateQueries({ queryKey: [...key, 'deleted'] });
  return (
    <Page title={text.title} text={text.text}>
      <Card flush>
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <Grid
          {...list}
          label={text.title}
          columns={columnsOf(can('platform.organizations.manage') ? setAsked : undefined)}
          keyOf={(one) => one.organization_id}
          file="deleted-organizations"
          rowHeight={56}
          empty={<Empty title={text.none} text={text.noneText} icon={IconTrashX} />}
        />
      </Card>
      {asked?.act === 'bring' && (
        <BringBack one={asked.one} changed={changed} onClose={() => setAsked(undefined)} />
      )}
      {asked?.act === 'erase' && (
        <Confirm
          title={text.erase}
          text={text.eraseText(asked.one.name)}
          button={text.erase}
          word={asked.one.name}
          danger
          onClose={() => setAsked(undefined)}
          act={async () => {
            await ok(client.DELETE(PATH, { params: { path: { id: asked.one.organization_id } } }));
            say(text.erased);
            await changed();
          }}
        />
      )}
    </Page>
  );
}

const columnsOf = (ask: ((asked: Asked) => void) | undefined): Column<DeletedOrganization>[] => [
  {
    id: 'name',
    head: text.name,
    value: ({ name }) => name,
    cell: ({ name, organization_id, members_left_out }) => (
      <>
        <strong className="strong">{name}</strong>
        <span className="two mono">{organization_id}</span>
        {members_left_out.length > 0 && (
          <span className="two">{text.leftOut(members_left_out.join(', '))}</span>
        )}
      </>
    ),
  },
  {
    id: 'phase',
    head: text.phase,
    value: ({ phase }) => text.phases[phase],
    cell: ({ phase, fault }) => (
      <>
        <Tag tone={phase === 'returned' ? 'ok' : toneOf(phase)}>{text.phases[phase]}</Tag>
        {fault !== null && <span className="two">{text.fault(fault)}</span>}
      </>
    ),
  },
  {
    id: 'members',
    head: text.members,
    end: true,
    value: ({ members }) => members,
    cell: ({ members }) => members.toLocaleString('en'),
  },
  {
    id: 'deleted',
    head: text.deleted,
    value: ({ deleted_at }) => deleted_at,
    cell: ({ deleted_at }) => <When at={deleted_at} />,
  },
  {
    id: 'expires',
    head: text.expires,
    value: ({ expires_at }) => expires_at,
    cell: ({ expires_at }) => <When at={expires_at} date />,
  },
  {
    id: 'acts',
    head: '',
    end: true,
    cell: (one) => (
      <RowMenu
        what={one.name}
        acts={
          ask === undefined || one.phase !== 'kept'
            ? []
            : [
                { label: text.bring, act: () => ask({ act: 'bring', one }) },
                { label: text.erase, danger: true, act: () => ask({ act: 'erase', one }) },
              ]
        }
      />
    ),
  },
];

interface BringBackProps {
  one: DeletedOrganization;
  changed: () => Promise<void>;
  onClose: () => void;
}

function BringBack({ one, changed, onClose }: BringBackProps) {
  const { client } = useScope();
  const [name, setName] = useState('');
  const [withoutDomain, setWithoutDomain] = useState(false);
  const path = { id: one.organization_id };
  const body = {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(withoutDomain ? { without_domain: true } : {}),
  };
  return (
    <FormDialog
      title={`${text.bring}: ${one.name}`}
      text={text.bringText}
      button={text.bring}
      onClose={onClose}
      call={{ method: 'POST', path: `${PATH}/undelete`, params: path, body }}
      act={async () => {
        await ok(client.POST('/v1/platform/deleted-organizations/{id}/undelete', { params: { path }, body }));
        say(text.coming);
        await changed();
      }}
    >
      <TextInput
        label={text.otherName}
        description={text.otherNameHint}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      {one.domain !== null && (
        <Checkbox
          label={`${text.withoutDomain} (${one.domain})`}
          checked={withoutDomain}
          onChange={(event) => setWithoutDomain(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
