import { Button, Checkbox, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok, RowhouseError } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconLockCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { CodeSample } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { Conflict } from '../../ui/conflict.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice, Forbidden } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';

type Permission = components['schemas']['RegisteredPermissionDto'];
interface Version {
  permissions: Permission[];
  revision: number;
  etag: string | undefined;
}
interface Asked {
  act: 'edit' | 'remove';
  /** Absent: a new one. */
  one?: Permission;
}
const text = T.platform.catalogue;
const ROLES = ['admin', 'manager', 'attendant', 'member'] as const;
const PATH = '/v1/platform/permissions';

export function Permissions() {
  const { client, key, can } = useScope();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const [clash, setClash] = useState<{ theirs: Version; mine: Permission[] }>();
  const isAllowed = can('platform.permissions.manage');
  const read = async (): Promise<Version> => {
    const reply = await client.GET(PATH);
    return { ...(await ok(reply)), etag: reply.response.headers.get('etag') ?? undefined };
  };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...key, 'catalogue'],
    queryFn: read,
    enabled: isAllowed,
  });
  if (!isAllowed) return <Forbidden permission="platform.permissions.manage" />;
  const save = async (permissions: Permission[], etag: string | undefined) => {
    const params = {
      header: etag === undefined ? {} : { 'If-Match': etag },
      query: { cascade: 'true' as const },
    };
    try {
      await ok(client.PUT(PATH, { params, body: { permissions } }));
      setClash(undefined);
      say(text.replaced);
    } catch (failure) {
      if (!(failure instanceof RowhouseError && failure.status === 412)) throw failure;
      setClash({ theirs: await read(), mine: permissions });
    }
    await queries.invalidateQueries({ queryKey: [...key, 'catalogue'] });
  };
  const permissions = data?.permissions ?? [];
  const add = <Button onClick={() => setAsked({ act: 'edit' })}>{text.add}</Button>;
  return (
    <Page title={text.title} text={text.text} actions={add}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {clash !== undefined && (
        <Card title={text.title}>
          <Conflict
            theirs={clash.theirs.permissions}
            yours={clash.mine}
            onTake={() => setClash(undefined)}
            onOverwrite={() => void save(clash.mine, clash.theirs.etag)}
          />
        </Card>
      )}
      <Card flush aside={<span className="two">{text.revision(data?.revision ?? 0)}</span>}>
        <Grid
          rows={permissions}
          isLoading={isPending}
          label={text.title}
          columns={columnsOf(setAsked)}
          keyOf={(one) => one.key}
          file="permissions"
          rowHeight={56}
          empty={
            <Empty title={text.none} text={text.noneText} icon={IconLockCheck}>
              <div className="teach">
                <CodeSample call={{ method: 'PUT', path: PATH, body: { permissions: [EXAMPLE] } }} />
              </div>
            </Empty>
          }
        />
      </Card>
      {asked?.act === 'edit' && (
        <Edit
          one={asked.one}
          all={permissions}
          onClose={() => setAsked(undefined)}
          save={(next) => save(next, data?.etag)}
        />
      )}
      {asked?.act === 'remove' && asked.one !== undefined && (
        <Confirm
          title={text.remove}
          text={text.removeText(asked.one.key)}
          button={text.remove}
          danger
          onClose={() => setAsked(undefined)}
          act={() =>
            save(
              permissions.filter((one) => one.key !== asked.one?.key),
              data?.etag,
            )
          }
        />
      )}
    </Page>
  );
}

const EXAMPLE: Permission = {
  key: 'invoices.approve',
  description: 'Approve invoices',
  group: 'Invoices',
  default_roles: ['admin'],
};

const columnsOf = (ask: (asked: Asked) => void): Column<Permission>[] => [
  {
    id: 'key',
    head: text.key,
    value: (one) => one.key,
    cell: (one) => (
      <>
        <span className="mono">{one.key}</span>
        <span className="two">{one.description}</span>
      </>
    ),
  },
  { id: 'group', head: text.group, value: ({ group }) => group, cell: ({ group }) => group },
  {
    id: 'roles',
    head: text.roles,
    value: ({ default_roles }) => default_roles.join(' '),
    cell: ({ default_roles }) => ['owner', ...default_roles].join(', '),
  },
  {
    id: 'acts',
    head: '',
    end: true,
    cell: (one) => (
      <RowMenu
        what={one.key}
        acts={[
          { label: text.edit, act: () => ask({ act: 'edit', one }) },
          { label: text.remove, danger: true, act: () => ask({ act: 'remove', one }) },
        ]}
      />
    ),
  },
];

interface EditProps {
  one: Permission | undefined;
  all: Permission[];
  onClose: () => void;
  save: (permissions: Permission[]) => Promise<void>;
}

function Edit({ one, all, onClose, save }: EditProps) {
  const [name, setName] = useState(one?.key ?? '');
  const [description, setDescription] = useState(one?.description ?? '');
  const [group, setGroup] = useState(one?.group ?? '');
  const [roles, setRoles] = useState<string[]>(one?.default_roles ?? []);
  const edited = {
    key: name,
    description,
    group: group === '' ? name.slice(0, Math.max(0, name.indexOf('.'))) : group,
    default_roles: ROLES.filter((role) => roles.includes(role)),
  };
  const permissions =
    one === undefined ? [...all, edited] : all.map((other) => (other.key === one.key ? edited : other));
  return (
    <FormDialog
      title={one === undefined ? text.add : text.edit}
      button={T.common.save}
      onClose={onClose}
      call={{ method: 'PUT', path: PATH, body: { permissions } }}
      act={() => save(permissions)}
    >
      <TextInput
        label={text.key}
        description={text.keyHint}
        required
        withAsterisk={false}
        value={name}
        readOnly={one !== undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={text.description}
        required
        withAsterisk={false}
        maxLength={100}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <TextInput
        label={text.group}
        description={text.groupHint}
        maxLength={100}
        value={group}
        onChange={(event) => setGroup(event.currentTarget.value)}
      />
      <Checkbox.Group label={text.roles} value={roles} onChange={setRoles}>
        <div className="checks">
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={role} />
          ))}
        </div>
      </Checkbox.Group>
    </FormDialog>
  );
}
