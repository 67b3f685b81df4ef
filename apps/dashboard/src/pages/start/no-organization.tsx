import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAccountQuery } from '../../data/session.js';
import { useClient, useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { say, sayFailed } from '../../ui/notify.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Frame } from './frame.js';

const text = T.start.none;

export function NoOrganization() {
  const rowhouse = useRowhouse();
  const { data: account } = useAccountQuery();
  const isFirst = account?.organizations.length === 0;
  return (
    <Frame
      title={isFirst ? text.title : text.create}
      text={text.text}
      foot={
        <Button variant="subtle" size="compact-sm" className="quiet" onClick={() => void rowhouse.signOut()}>
          {T.org.nav.signOut}
        </Button>
      }
    >
      {account?.email_verified === false && <Unverified />}
      <CreateForm />
      <hr className="rule" />
      <JoinForm />
    </Frame>
  );
}

function Unverified() {
  const client = useClient();
  const resend = () =>
    ok(client.POST('/v1/me/email/verification', { body: {} })).then(() => say(text.resent), sayFailed);
  return (
    <Alert variant="outline" mb="md">
      {text.unverified}{' '}
      <Button size="compact-xs" variant="default" onClick={() => void resend()}>
        {text.resend}
      </Button>
    </Alert>
  );
}

function CreateForm() {
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const { id } = await ok(client.POST('/v1/organizations', { body: { name } }));
      await queries.invalidateQueries({ queryKey: ['me'] });
      await navigate(`/o/${id}`);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={text.name}
          description={T.start.signUp.organizationHint.split('. ')[0]}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={isBusy} fullWidth>
          {text.create}
        </Button>
        <ShowAsCode call={{ method: 'POST', path: '/v1/organizations', body: { name } }} />
      </Stack>
    </form>
  );
}

function JoinForm() {
  const client = useClient();
  const [domain, setDomain] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      await ok(client.POST('/v1/me/memberships', { body: { domain } }));
      setAsked(true);
    } catch (failure) {
      setError(failure);
    }
  };
  if (isAsked)
    return (
      <Alert role="status" variant="outline">
        {text.asked}
      </Alert>
    );
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={text.join}
          description={text.domain}
          required
          withAsterisk={false}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
        />
        <ErrorNotice error={error} />
        <Button type="submit" variant="default" fullWidth>
          {text.ask}
        </Button>
      </Stack>
    </form>
  );
}
