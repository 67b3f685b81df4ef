import { Anchor, Drawer, Stack, TextInput, UnstyledButton } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRows } from '../../data/pages.js';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm, Secret } from '../../ui/confirm.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say, sayFailed } from '../../ui/notify.js';
import { Card, Empty, Facts, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { saveJson } from '../../ui/save.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { sayTime, When } from '../../ui/time.js';
import { useAddress, useTypedAddress } from '../../ui/use-address.js';
import { Impersonate } from './impersonate.js';

type Account = components['schemas']['PlatformAccountDto'];
type Act = 'suspend' | 'activate' | 'impersonate' | 'secret' | 'erase';
const text = T.platform.accounts;

export function Accounts() {
  const { client, key, can } = useScope();
  const search = useTypedAddress('q');
  const [opened, setOpened] = useAddress('account');
  const [chosen, setChosen] = useState<{ account: Account; act: Act }>();
  const [secret, setSecret] = useState<{ secret: string; until: string; who: string }>();
  const query = { limit: 100, ...(search.value === '' ? {} : { q: search.value }) };
  const list = useRows([...key, 'accounts', query], (cursor) =>
    client.GET('/v1/platform/users', { params: { query: { ...query, cursor } } }),
  );
  const download = ({ id }: Account) => {
    const asked = client.GET('/v1/platform/users/{id}/export', {
      params: { path: { id } },
      parseAs: 'blob',
    });
    void saveJson(`account-${id}.json`, asked).catch(sayFailed);
  };
  const columns = columnsOf(setOpened, (account) =>
    actsOf(account, can, (act) => setChosen({ account, act }), download),
  );
  return (
    <Page title={text.title} text={text.text}>
      <Card flush>
        <div className="tools">
          <TextInput
            className="grow"
            label={T.common.search}
            placeholder={text.search}
            value={search.typed}
            onChange={(event) => search.setTyped(event.currentTarget.value)}
          />
        </div>
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <Grid
          {...list}
          label={text.title}
          columns={columns}
          keyOf={({ id }) => id}
          file="accounts"
          rowHeight={56}
          empty={<Empty title={text.none} text={text.noneText} />}
        />
      </Card>
      {opened !== '' && <Details id={opened} onClose={() => setOpened('')} />}
      {chosen !== undefined && (
        <ActDialog {...chosen} onClose={() => setChosen(undefined)} onSecret={setSecret} />
      )}
      {secret !== undefined && <Secret {...secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

function actsOf(
  account: Account,
  can: (permission: string) => boolean,
  choose: (act: Act) => void,
  download: (account: Account) => void,
) {
  const copy = { label: T.account.data.othersExport, act: () => download(account) };
  if (account.platform_operator) return [copy];
  return [
    ...(can('platform.impersonate') && account.status === 'active'
      ? [{ label: text.impersonate, act: () => choose('impersonate') }]
      : []),
    ...(account.email_verified ? [] : [{ label: text.secret, act: () => choose('secret') }]),
    account.status === 'active'
      ? { label: text.suspend, danger: true, act: () => choose('suspend') }
      : { label: text.activate, act: () => choose('activate') },
    copy,
    { label: T.account.data.othersRemove, danger: true, act: () => choose('erase') },
  ];
}

const columnsOf = (
  open: (id: string) => void,
  acts: (account: Account) => ReturnType<typeof actsOf>,
): Column<Account>[] => [
  {
    id: 'account',
    head: text.account,
    value: ({ email }) => email,
    cell: ({ id, email, name, platform_operator, synthetic }) => (
      <>
        <UnstyledButton className="linkish" onClick={() => open(id)}>
          {email}
        </UnstyledButton>{' '}
        {platform_operator && <Tag tone="info">{text.operator}</Tag>}
        {synthetic && <Tag>{text.synthetic}</Tag>}
        <span className="two">{name}</span>
      </>
    ),
  },
  {
    id: 'status',
    head: text.status,
    value: ({ status }) => status,
    cell: ({ status }) => <Tag tone={toneOf(status)}>{T.org.status[status]}</Tag>,
  },
  {
    id: 'created',
    head: text.created,
    value: ({ created_at }) => created_at,
    cell: ({ created_at }) => <When at={created_at} date />,
  },
  {
    id: 'acts',
    head: '',
    end: true,
    cell: (account) => <RowMenu what={account.email} acts={acts(account)} />,
  },
];

function Details({ id, onClose }: { id: string; onClose: () => void }) {
  const { client, key } = useScope();
  const { data, error } = useQuery({
    queryKey: [...key, 'accounts', 'one', id],
    queryFn: () => ok(client.GET('/v1/platform/users/{id}', { params: { path: { id } } })),
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      title={data?.email ?? text.account}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <ErrorNotice error={error} />
      {data !== undefined && (
        <Stack>
          <Facts
            items={[
              [T.org.settings.id, <span className="mono">{data.id}</span>],
              [T.org.members.name, data.name ?? T.common.none],
              [text.status, <Tag tone={toneOf(data.status)}>{T.org.status[data.status]}</Tag>],
              [T.account.email, data.email_verified ? T.account.verified : T.account.unverified],
              [text.created, sayTime(data.created_at)],
            ]}
          />
          <h2 className="subhead">{text.organizations}</h2>
          <ul className="feed">
            {data.organizations.map(({ organization_id, role, status }) => (
              <li key={organization_id}>
                <Anchor component={Link} to={`/platform/organizations/${organization_id}`}>
                  {organization_id}
                </Anchor>
                <span>
                  {role} <Tag tone={toneOf(status)}>{T.org.status[status]}</Tag>
                </span>
              </li>
            ))}
          </ul>
        </Stack>
      )}
    </Drawer>
  );
}

interface ActDialogProps {
  account: Account;
  act: Act;
  onClose: () => void;
  onSecret: (shown: { secret: string; until: string; who: string }) => void;
}

function ActDialog({ account, act, onClose, onSecret }: ActDialogProps) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const params = { path: { id: account.id } };
  const who = account.name ?? account.email;
  if (act === 'impersonate') return <Impersonate userId={account.id} who={who} onClose={onClose} />;
  if (act === 'erase')
    return (
      <Confirm
        title={T.account.data.othersRemove}
        text={T.account.data.othersRemoveText(who)}
        button={T.account.data.othersRemove}
        word={account.email}
        danger
        onClose={onClose}
        call={{ method: 'DELETE', path: '/v1/platform/users/{id}', params: { id: account.id } }}
        act={async () => {
          await ok(client.DELETE('/v1/platform/users/{id}', { params }));
          say(T.account.data.removed);
          await queries.invalidateQueries({ queryKey: [...key, 'accounts'] });
        }}
      />
    );
  const title = text[act];
  const words = { suspend: text.suspendText(who), activate: who, secret: text.secretText(who) };
  return (
    <Confirm
      title={title}
      text={words[act]}
      button={title}
      danger={act === 'suspend'}
      onClose={onClose}
      act={async () => {
        if (act === 'suspend') await ok(client.POST('/v1/platform/users/{id}/suspend', { params, body: {} }));
        else if (act === 'activate')
          await ok(client.POST('/v1/platform/users/{id}/activate', { params, body: {} }));
        else {
          const made = await ok(
            client.POST('/v1/platform/users/{id}/initial-secret', {
              params,
              body: {},
            }),
          );
          onSecret({ secret: made.initial_secret, until: sayTime(made.initial_secret_expires_at), who });
        }
        await queries.invalidateQueries({ queryKey: [...key, 'accounts'] });
      }}
    />
  );
}
