import { Button, Select, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAct } from '../../ui/use-act.js';
import { useRows } from '../../data/pages.js';
import { useGivableRoles, useRoles } from '../../data/roles.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm, Secret } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { sayTime, When } from '../../ui/time.js';
import { useAddress, useTypedAddress } from '../../ui/use-address.js';

export type Member = components['schemas']['MemberDto'];
type Act = 'role' | 'reset' | 'remove' | 'transfer';
type Shown = { secret: string; until: string; who: string };

const text = T.org.members;
const nameOf = ({ name, user_name, email }: Member): string => name ?? (user_name === '' ? email : user_name);

export function Members() {
  const { can, organization } = useOrganization();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<Shown>();
  return (
    <Page
      title={text.title}
      text={text.text}
      actions={
        <>
          {can('members.manage') && (
            <Button variant="default" onClick={() => setAdding(true)}>
              {text.add}
            </Button>
          )}
          {can('invitations.manage') && (
            <Button
              component={Link}
              to={`/o/${organization.id}/invitations?new=1`}
              leftSection={<IconUserPlus size={16} aria-hidden />}
            >
              {text.invite}
            </Button>
          )}
        </>
      }
    >
      {can('members.manage') && <JoinRequests />}
      <MemberTable onSecret={setSecret} />
      {isAdding && <AddMember onClose={() => setAdding(false)} onSecret={setSecret} />}
      {secret !== undefined && <Secret {...secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

/** People whose address has the mail domain of the organization, and who wait. */
function JoinRequests() {
  const { client, key } = useOrganization();
  const { rows } = useRows([...key, 'members', 'pending'], (cursor) =>
    client.GET('/v1/members', { params: { query: { status: 'pending', cursor } } }),
  );
  const changes = [[...key, 'members']];
  const approve = useAct(
    ({ id }: Member) => ok(client.POST('/v1/members/{id}/approve', { params: { path: { id } } })),
    { changes, done: (_, member) => say(text.added(nameOf(member))) },
  );
  const decline = useAct(
    ({ id }: Member) => ok(client.POST('/v1/members/{id}/decline', { params: { path: { id } } })),
    { changes },
  );
  if (rows.length === 0) return null;
  return (
    <Card title={text.requests(rows.length)}>
      {rows.map((member) => (
        <div className="row" key={member.id}>
          <div>
            <h3>{nameOf(member)}</h3>
            <p>
              {member.email}, {member.email_verified ? text.verified : text.unverified}
            </p>
          </div>
          <div className="actions">
            <Button size="xs" variant="default" onClick={() => decline.mutate(member)}>
              {text.decline}
            </Button>
            <Button size="xs" onClick={() => approve.mutate(member)}>
              {text.approve}
            </Button>
          </div>
        </div>
      ))}
    </Card>
  );
}

function MemberTable({ onSecret }: { onSecret: (shown: Shown) => void }) {
  const { client, key, account, can } = useOrganization();
  const search = useTypedAddress('q');
  const [role, setRole] = useAddress('role');
  const [status, setStatus] = useAddress('status');
  const roles = useRoles();
  const query = {
    ...(search.value === '' ? {} : { q: search.value }),
    ...(role === '' ? {} : { role }),
    ...(status === '' ? {} : { status: status as Member['status'] }),
    limit: 100,
  };
  const list = useRows([...key, 'members', query], (cursor) =>
    client.GET('/v1/members', { params: { query: { ...query, cursor } } }),
  );
  const [chosen, setChosen] = useState<{ member: Member; act: Act }>();
  const patch = useAct(
    ({ id, ...body }: { id: string; status?: 'active' | 'inactive' }) =>
      ok(client.PATCH('/v1/members/{id}', { params: { path: { id } }, body })),
    { changes: [[...key, 'members']] },
  );
  const roleName = (value: string): string => roles.data?.find((one) => one.key === value)?.name ?? value;
  const columns: Column<Member>[] = [
    {
      id: 'person',
      head: text.person,
      value: nameOf,
      cell: (member) => (
        <>
          <strong className="strong">{nameOf(member)}</strong>
          {member.id === account.id && ` (${T.common.you})`}
          <span className="two">{member.email}</span>
        </>
      ),
    },
    {
      id: 'role',
      head: text.role,
      value: (member) => roleName(member.role),
      cell: (member) => roleName(member.role),
    },
    {
      id: 'status',
      head: text.status,
      value: (member) => member.status,
      cell: (member) => <Tag tone={toneOf(member.status)}>{T.org.status[member.status]}</Tag>,
    },
    {
      id: 'since',
      head: text.since,
      value: (member) => member.created_at,
      cell: (member) => <When at={member.created_at} date />,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (member) => (
        <RowMenu
          what={nameOf(member)}
          acts={actsOf(member, {
            can,
            isSelf: member.id === account.id,
            choose: (act) => setChosen({ member, act }),
            setStatus: (next) => patch.mutate({ id: member.id, status: next }),
          })}
        />
      ),
    },
  ];
  return (
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
          label={text.role}
          placeholder={T.common.any}
          clearable
          data={roles.data?.map(({ key: value, name: label }) => ({ value, label })) ?? []}
          value={role === '' ? null : role}
          onChange={(value) => setRole(value ?? '')}
        />
        <Select
          label={text.status}
          placeholder={T.common.any}
          clearable
          data={(['active', 'pending', 'inactive'] as const).map((value) => ({
            value,
            label: T.org.status[value],
          }))}
          value={status === '' ? null : status}
          onChange={(value) => setStatus(value ?? '')}
        />
      </div>
      <ErrorNotice error={list.error} onRetry={list.refetch} />
      <Grid
        {...list}
        label={text.title}
        columns={columns}
        keyOf={({ id }) => id}
        file="members"
        rowHeight={56}
        empty={<Empty title={text.none} text={text.noneText} />}
      />
      {chosen !== undefined && (
        <MemberAct {...chosen} onClose={() => setChosen(undefined)} onSecret={onSecret} />
      )}
    </Card>
  );
}

interface ActContext {
  can: (permission: string) => boolean;
  isSelf: boolean;
  choose: (act: Act) => void;
  setStatus: (status: 'active' | 'inactive') => void;
}

function actsOf(member: Member, { can, isSelf, choose, setStatus }: ActContext) {
  if (!can('members.manage') || isSelf) return [];
  // Only owners change owners.
  if (member.role === 'owner' && !can('organization.transfer')) return [];
  return [
    { label: text.changeRole, act: () => choose('role') },
    ...(member.status === 'active'
      ? [{ label: text.deactivate, act: () => setStatus('inactive') }]
      : [{ label: text.activate, act: () => setStatus('active') }]),
    { label: text.reset, act: () => choose('reset') },
    ...(can('organization.transfer') && member.status === 'active' && member.role !== 'owner'
      ? [{ label: text.transfer, act: () => choose('transfer') }]
      : []),
    { label: text.remove, danger: true, act: () => choose('remove') },
  ];
}

interface MemberActProps {
  member: Member;
  act: Act;
  onClose: () => void;
  onSecret: (shown: Shown) => void;
}

function MemberAct({ member, act, onClose, onSecret }: MemberActProps) {
  const { client, key } = useOrganization();
  const queries = useQueryClient();
  const params = { path: { id: member.id } };
  const who = nameOf(member);
  const changed = async () => {
    await queries.invalidateQueries({ queryKey: [...key, 'members'] });
    await queries.invalidateQueries({ queryKey: ['me'] });
  };
  if (act === 'role') return <ChangeRole member={member} onClose={onClose} onChanged={changed} />;
  if (act === 'reset')
    return (
      <Confirm
        title={text.reset}
        text={text.resetText(who)}
        button={text.reset}
        onClose={onClose}
        act={async () => {
          const made = await ok(client.POST('/v1/members/{id}/reset-password', { params }));
          onSecret({ secret: made.initial_secret, until: sayTime(made.initial_secret_expires_at), who });
        }}
      />
    );
  if (act === 'transfer')
    return (
      <Confirm
        title={text.transfer}
        text={text.transferText(who)}
        button={text.transfer}
        danger
        word={member.email}
        onClose={onClose}
        act={async () => {
          await ok(client.POST('/v1/members/{id}/transfer-ownership', { params }));
          await changed();
        }}
      />
    );
  return (
    <Confirm
      title={text.remove}
      text={text.removeText(who)}
      button={text.remove}
      danger
      onClose={onClose}
      act={async () => {
        await ok(client.DELETE('/v1/members/{id}', { params }));
        await changed();
      }}
    />
  );
}

function ChangeRole({
  member,
  onClose,
  onChanged,
}: {
  member: Member;
  onClose: () => void;
  onChanged: () => Promise<void>;
}) {
  const { client, organization } = useOrganization();
  const roles = useGivableRoles();
  const [role, setRole] = useState(member.role);
  const params = { path: { id: member.id } };
  return (
    <FormDialog
      title={text.changeRole}
      text={text.changeRoleText(nameOf(member))}
      button={T.common.save}
      onClose={onClose}
      call={{
        method: 'PATCH',
        path: '/v1/members/{id}',
        params: { id: member.id },
        body: { role },
        organizationId: organization.id,
      }}
      act={async () => {
        await ok(client.PATCH('/v1/members/{id}', { params, body: { role } }));
        await onChanged();
      }}
    >
      <Select
        label={text.role}
        data={roles}
        value={role}
        onChange={(value) => setRole(value ?? role)}
        allowDeselect={false}
      />
    </FormDialog>
  );
}

function AddMember({ onClose, onSecret }: { onClose: () => void; onSecret: (shown: Shown) => void }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const roles = useGivableRoles();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState('member');
  const body = { email, role, ...(name === '' ? {} : { name }) };
  return (
    <FormDialog
      title={text.add}
      text={text.addText}
      button={text.add}
      onClose={onClose}
      call={{ method: 'POST', path: '/v1/members', body, organizationId: organization.id }}
      act={async () => {
        const made = await ok(client.POST('/v1/members', { body }));
        await queries.invalidateQueries({ queryKey: key });
        onSecret({
          secret: made.initial_secret,
          until: sayTime(made.initial_secret_expires_at),
          who: text.added(email),
        });
      }}
    >
      <TextInput
        label={text.email}
        type="email"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput label={text.name} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label={text.role}
        data={roles}
        value={role}
        onChange={(value) => setRole(value ?? role)}
        allowDeselect={false}
      />
    </FormDialog>
  );
}
