import { Button, Select, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../ui/use-act.js';
import { useRows } from '../../data/pages.js';
import { useGivableRoles } from '../../data/roles.js';
import { useOrganization } from '../../data/session.js';
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
import { useAddress } from '../../ui/use-address.js';

type Invitation = components['schemas']['InvitationDto'];
const text = T.org.invitations;

export function Invitations() {
  const [isNew, setNew] = useAddress('new');
  const invite = (
    <Button leftSection={<IconMail size={16} aria-hidden />} onClick={() => setNew('1')}>
      {text.invite}
    </Button>
  );
  return (
    <Page title={text.title} text={text.text} actions={invite}>
      <Table />
      {isNew !== '' && <Invite onClose={() => setNew('')} />}
    </Page>
  );
}

function Table() {
  const { client, key } = useOrganization();
  const list = useRows([...key, 'invitations'], (cursor) =>
    client.GET('/v1/invitations', { params: { query: { cursor } } }),
  );
  const [revoked, setRevoked] = useState<Invitation>();
  const changes = [[...key, 'invitations']];
  const queries = useQueryClient();
  const resend = useAct(
    ({ id }: Invitation) => ok(client.POST('/v1/invitations/{id}/resend', { params: { path: { id } } })),
    { changes, done: () => say(text.resent) },
  );
  const columns: Column<Invitation>[] = [
    {
      id: 'email',
      head: text.email,
      value: (one) => one.email,
      cell: (one) => <strong className="strong">{one.email}</strong>,
    },
    { id: 'role', head: text.role, value: (one) => one.role, cell: (one) => one.role },
    {
      id: 'status',
      head: text.status,
      value: (one) => one.status,
      cell: (one) => <Tag tone={toneOf(one.status)}>{text.statuses[one.status]}</Tag>,
    },
    { id: 'sent', head: text.sent, value: (one) => one.sent_at, cell: (one) => <When at={one.sent_at} /> },
    {
      id: 'expires',
      head: text.expires,
      value: (one) => one.expires_at,
      cell: (one) => <When at={one.expires_at} />,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (one) => (
        <RowMenu
          what={one.email}
          acts={
            one.status === 'open' || one.status === 'expired'
              ? [
                  { label: text.resend, act: () => resend.mutate(one) },
                  { label: text.revoke, danger: true, act: () => setRevoked(one) },
                ]
              : []
          }
        />
      ),
    },
  ];
  return (
    <Card flush>
      <ErrorNotice error={list.error} onRetry={list.refetch} />
      <Grid
        {...list}
        label={text.title}
        columns={columns}
        keyOf={({ id }) => id}
        file="invitations"
        empty={<Empty title={text.none} text={text.noneText} icon={IconMail} />}
      />
      {revoked !== undefined && (
        <Confirm
          title={text.revoke}
          text={text.revokeText(revoked.email)}
          button={text.revoke}
          danger
          onClose={() => setRevoked(undefined)}
          act={async () => {
            await ok(client.DELETE('/v1/invitations/{id}', { params: { path: { id: revoked.id } } }));
            await queries.invalidateQueries({ queryKey: changes[0] });
          }}
        />
      )}
    </Card>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const roles = useGivableRoles();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('member');
  const body = { email, role };
  return (
    <FormDialog
      title={text.invite}
      text={text.noneText}
      button={text.invite}
      onClose={onClose}
      call={{ method: 'POST', path: '/v1/invitations', body, organizationId: organization.id }}
      act={async () => {
        await ok(client.POST('/v1/invitations', { body }));
        await queries.invalidateQueries({ queryKey: [...key, 'invitations'] });
        say(text.done(email));
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
