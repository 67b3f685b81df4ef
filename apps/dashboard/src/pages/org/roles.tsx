import { Button, Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { usePermissions, useRoles } from '../../data/roles.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Tag } from '../../ui/tag.js';

type Role = components['schemas']['RoleDto'];
type Permission = components['schemas']['PermissionDto'];
const text = T.org.roles;

export function Roles() {
  const { can } = useOrganization();
  const [edited, setEdited] = useState<Role | 'new'>();
  const [removed, setRemoved] = useState<Role>();
  return (
    <Page
      title={text.title}
      text={text.text}
      actions={can('roles.manage') && <Button onClick={() => setEdited('new')}>{text.create}</Button>}
    >
      <Table onEdit={setEdited} onRemove={setRemoved} />
      {edited !== undefined && (
        <Editor role={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
      {removed !== undefined && <Remove role={removed} onClose={() => setRemoved(undefined)} />}
    </Page>
  );
}

function Table({ onEdit, onRemove }: { onEdit: (role: Role) => void; onRemove: (role: Role) => void }) {
  const { can } = useOrganization();
  const { data, isPending, error, refetch } = useRoles();
  const permissions = usePermissions();
  const all = permissions.data?.length ?? 0;
  const columns: Column<Role>[] = [
    {
      id: 'role',
      head: text.role,
      value: (role) => role.name,
      cell: (role) => (
        <>
          <strong className="strong">{role.name}</strong>
          <span className="two">{role.description}</span>
        </>
      ),
    },
    {
      id: 'key',
      head: text.key,
      value: (role) => role.key,
      cell: (role) => <span className="mono">{role.key}</span>,
    },
    {
      id: 'kind',
      head: '',
      cell: (role) => (role.built_in ? <Tag>{text.builtIn}</Tag> : <Tag tone="info">{text.own}</Tag>),
    },
    {
      id: 'permissions',
      head: text.permissions,
      end: true,
      value: (role) => role.permissions.length,
      cell: (role) => text.count(role.permissions.length, all),
    },
    {
      id: 'members',
      head: text.members,
      end: true,
      value: (role) => role.members,
      cell: (role) => role.members,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (role) => (
        <RowMenu
          what={role.name}
          acts={[
            {
              label: can('roles.manage') && !role.built_in ? T.common.edit : text.opens,
              act: () => onEdit(role),
            },
            ...(can('roles.manage') && !role.built_in
              ? [{ label: text.remove, danger: true, act: () => onRemove(role) }]
              : []),
          ]}
        />
      ),
    },
  ];
  return (
    <Card flush>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <Grid
        rows={data ?? []}
        isLoading={isPending}
        label={text.title}
        columns={columns}
        keyOf={({ key }) => key}
        file="roles"
        rowHeight={56}
        empty={<Empty title={text.title} text={text.text} icon={IconKey} />}
      />
    </Card>
  );
}

function Remove({ role, onClose }: { role: Role; onClose: () => void }) {
  const { client, key } = useOrganization();
  const queries = useQueryClient();
  return (
    <Confirm
      title={text.remove}
      text={text.removeText(role.name)}
      button={text.remove}
      danger
      onClose={onClose}
      act={async () => {
        await ok(client.DELETE('/v1/roles/{key}', { params: { path: { key: role.key } } }));
        await queries.invalidateQueries({ queryKey: [...key, 'roles'] });
      }}
    />
  );
}

function Editor({ role, onClose }: { role: Role | undefined; onClose: () => void }) {
  const { client, key, can, organization } = useOrganization();
  const queries = useQueryClient();
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [chosen, setChosen] = useState<string[]>(role?.permissions ?? ['organization.read', 'data.read']);
  const isFixed = role?.built_in === true || !can('roles.manage');
  const body = { name, description, permissions: chosen };
  return (
    <FormDialog
      title={role === undefined ? text.create : text.edit(role.name)}
      button={role === undefined ? T.common.create : T.common.save}
      size="xl"
      disabled={isFixed}
      onClose={onClose}
      call={
        role === undefined
          ? { method: 'POST', path: '/v1/roles', body, organizationId: organization.id }
          : {
              method: 'PATCH',
              path: '/v1/roles/{key}',
              params: { key: role.key },
              body,
              organizationId: organization.id,
            }
      }
      act={async () => {
        if (role === undefined) await ok(client.POST('/v1/roles', { body }));
        else await ok(client.PATCH('/v1/roles/{key}', { params: { path: { key: role.key } }, body }));
        await queries.invalidateQueries({ queryKey: [...key, 'roles'] });
        say(text.saved);
      }}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        disabled={isFixed}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Textarea
        label={text.description}
        disabled={isFixed}
        autosize
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <PermissionChoice value={chosen} onChange={setChosen} isFixed={isFixed} />
    </FormDialog>
  );
}

interface ChoiceProps {
  value: string[];
  onChange: (value: string[]) => void;
  isFixed: boolean;
}

/** Each permission with what it opens. One that the actor lacks cannot be given by them. */
function PermissionChoice({ value, onChange, isFixed }: ChoiceProps) {
  const { can } = useOrganization();
  const { data = [] } = usePermissions();
  const groups = new Map<string, Permission[]>();
  for (const permission of data)
    groups.set(permission.group, [...(groups.get(permission.group) ?? []), permission]);
  return (
    <Checkbox.Group label={text.opens} value={value} onChange={onChange}>
      <Stack gap="lg" mt="xs">
        {[...groups].map(([group, permissions]) => (
          <div key={group}>
            <Text size="sm" fw={600} mb={6}>
              {group}
            </Text>
            <Stack gap={10}>
              {permissions.map(({ key, description, product }) => (
                <Checkbox
                  key={key}
                  value={key}
                  disabled={isFixed || (!can(key) && !value.includes(key))}
                  label={description}
                  description={`${key}${product ? `, ${text.product}` : ''}${can(key) ? '' : `. ${text.lacks}`}`}
                />
              ))}
            </Stack>
          </div>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
