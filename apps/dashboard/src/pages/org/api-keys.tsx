import { Button, Checkbox, Modal, Select, Stack, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useRows } from '../../data/pages.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm, SecretBox } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { When } from '../../ui/time.js';

type ApiKey = components['schemas']['ApiKeyDto'];
type Shown = { name: string; key: string };
const text = T.keys;
const DAY = 86_400_000;

/** Keys of the organization for whoever manages them, and everybody's own ones. */
export function ApiKeys() {
  const { can, client, key } = useOrganization();
  const isManager = can('api_keys.manage');
  const [isNew, setNew] = useState<'organization' | 'personal'>();
  const [shown, setShown] = useState<Shown>();
  const list = useRows([...key, 'api-keys', isManager], (cursor) =>
    isManager
      ? client.GET('/v1/api-keys', { params: { query: { cursor } } })
      : client.GET('/v1/me/api-keys', { params: { query: { cursor } } }),
  );
  return (
    <Page
      title={isManager ? text.title : text.ownTitle}
      text={isManager ? text.text : text.ownText}
      actions={
        <>
          <Button variant={isManager ? 'default' : 'filled'} onClick={() => setNew('personal')}>
            {text.create} ({text.kinds.personal})
          </Button>
          {isManager && <Button onClick={() => setNew('organization')}>{text.create}</Button>}
        </>
      }
    >
      <Card flush>
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <KeyTable list={list} onShown={setShown} />
      </Card>
      {isNew !== undefined && <NewKey kind={isNew} onClose={() => setNew(undefined)} onShown={setShown} />}
      {shown !== undefined && (
        <Modal
          opened
          onClose={() => setShown(undefined)}
          title={text.made(shown.name)}
          closeOnClickOutside={false}
          closeButtonProps={{ 'aria-label': T.common.close }}
        >
          <Stack gap="md">
            <p className="lead">{text.shown}</p>
            <SecretBox secret={shown.key} />
            <Button onClick={() => setShown(undefined)}>{T.common.secret.done}</Button>
          </Stack>
        </Modal>
      )}
    </Page>
  );
}

type List = ReturnType<typeof useRows<ApiKey>>;

function KeyTable({ list, onShown }: { list: List; onShown: (shown: Shown) => void }) {
  const { client, key, account, can } = useOrganization();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<{ one: ApiKey; act: 'rotate' | 'revoke' }>();
  const isOwn = (one: ApiKey): boolean => one.kind === 'personal' && one.user_id === account.id;
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      head: text.name,
      value: ({ name }) => name,
      cell: ({ id, name }) => (
        <>
          <strong className="strong">{name}</strong>
          <span className="two mono">{id}</span>
        </>
      ),
    },
    { id: 'kind', head: text.kind, value: ({ kind }) => kind, cell: ({ kind }) => text.kinds[kind] },
    {
      id: 'status',
      head: text.status,
      value: ({ status }) => status,
      cell: ({ status }) => <Tag tone={toneOf(status)}>{text.statuses[status]}</Tag>,
    },
    {
      id: 'scopes',
      head: text.scopes,
      value: ({ scopes }) => scopes.join(' '),
      cell: ({ scopes }) => <span className="mono">{scopes.join(', ')}</span>,
    },
    {
      id: 'used',
      head: text.used,
      value: ({ last_used_at }) => last_used_at ?? '',
      cell: ({ last_used_at }) => <When at={last_used_at} />,
    },
    {
      id: 'expires',
      head: text.expires,
      value: ({ expires_at }) => expires_at ?? '',
      cell: ({ expires_at }) => <When at={expires_at} />,
    },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: (one) => (
        <RowMenu
          what={one.name}
          acts={
            one.status === 'active'
              ? [
                  ...(isOwn(one) || one.kind === 'organization'
                    ? [{ label: text.rotate, act: () => setChosen({ one, act: 'rotate' }) }]
                    : []),
                  { label: text.revoke, danger: true, act: () => setChosen({ one, act: 'revoke' }) },
                ]
              : []
          }
        />
      ),
    },
  ];
  const run = async ({ one, act }: NonNullable<typeof chosen>) => {
    const params = { path: { id: one.id } };
    if (act === 'revoke' && isOwn(one) && !can('api_keys.manage'))
      await ok(client.DELETE('/v1/me/api-keys/{id}', { params }));
    else if (act === 'revoke') await ok(client.DELETE('/v1/api-keys/{id}', { params }));
    else {
      const options = { params, body: { overlap_seconds: 86_400 } };
      const made = await (isOwn(one)
        ? ok(client.POST('/v1/me/api-keys/{id}/rotate', options))
        : ok(client.POST('/v1/api-keys/{id}/rotate', options)));
      onShown(made);
    }
    await queries.invalidateQueries({ queryKey: [...key, 'api-keys'] });
  };
  return (
    <>
      <Grid
        {...list}
        label={text.title}
        columns={columns}
        keyOf={({ id }) => id}
        file="api-keys"
        rowHeight={56}
        empty={<Empty title={text.none} text={text.noneText} icon={IconKey} />}
      />
      {chosen !== undefined && (
        <Confirm
          title={text[chosen.act]}
          text={chosen.act === 'rotate' ? text.rotateText(chosen.one.name) : text.revokeText(chosen.one.name)}
          button={text[chosen.act]}
          danger={chosen.act === 'revoke'}
          onClose={() => setChosen(undefined)}
          act={() => run(chosen)}
        />
      )}
    </>
  );
}

interface NewKeyProps {
  kind: 'organization' | 'personal';
  onClose: () => void;
  onShown: (shown: Shown) => void;
}

function NewKey({ kind, onClose, onShown }: NewKeyProps) {
  const { client, key, account, organization } = useOrganization();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['data.read']);
  const [days, setDays] = useState('90');
  const [addresses, setAddresses] = useState('');
  const path = kind === 'organization' ? '/v1/api-keys' : '/v1/me/api-keys';
  const allowed = addresses
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const bodyOf = () => ({
    name,
    scopes,
    ...(days === '' ? {} : { expires_at: new Date(Date.now() + Number(days) * DAY).toISOString() }),
    ...(allowed.length === 0 ? {} : { allowed_addresses: allowed }),
  });
  return (
    <FormDialog
      title={text.create}
      button={T.common.create}
      size="lg"
      disabled={scopes.length === 0}
      onClose={onClose}
      call={{ method: 'POST', path, body: bodyOf(), organizationId: organization.id }}
      act={async () => {
        const options = { body: bodyOf() };
        const made = await (kind === 'organization'
          ? ok(client.POST('/v1/api-keys', options))
          : ok(client.POST('/v1/me/api-keys', options)));
        await queries.invalidateQueries({ queryKey: [...key, 'api-keys'] });
        onShown(made);
      }}
    >
      <TextInput
        label={text.name}
        description={text.nameHint}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Checkbox.Group label={text.scopes} value={scopes} onChange={setScopes}>
        <div className="checks">
          {account.permissions
            .filter((one) => !GIVEN_TO_PEOPLE.has(one))
            .map((one) => (
              <Checkbox key={one} value={one} label={one} />
            ))}
        </div>
      </Checkbox.Group>
      <Select
        label={text.expires}
        allowDeselect={false}
        data={Object.entries(text.days).map(([value, label]) => ({ value, label }))}
        value={days}
        onChange={(value) => setDays(value ?? '')}
      />
      <TextInput
        label={text.addresses}
        description={text.addressesHint}
        value={addresses}
        onChange={(event) => setAddresses(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** No key deletes an organization or gives it away. */
const GIVEN_TO_PEOPLE = new Set(['organization.delete', 'organization.transfer']);
