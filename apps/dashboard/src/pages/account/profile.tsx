import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useScope } from '../../data/session.js';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { say, sayFailed } from '../../ui/notify.js';
import { Card, Page } from '../../ui/page.js';
import { ShowAsCode } from '../../ui/code.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { OwnData } from './own-data.js';
import { SecondFactor } from './second-factor.js';

const text = T.account;

export function Profile() {
  return (
    <Page title={text.title} text={text.text}>
      <Person />
      <Address />
      <Password />
      <SecondFactor />
      <Places />
      <OwnData />
    </Page>
  );
}

/** A form whose failure stands in it. */
function useForm(act: () => Promise<void>) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    await act().catch(setError);
    setBusy(false);
  };
  return { onSubmit: (event: FormEvent) => void submit(event), isBusy, error };
}

function Person() {
  const { account, client } = useScope();
  const queries = useQueryClient();
  const [name, setName] = useState(account.name ?? '');
  const [phone, setPhone] = useState(account.phone ?? '');
  const [locale, setLocale] = useState<string>(account.locale ?? '');
  const body = {
    name: name === '' ? null : name,
    phone: phone === '' ? null : phone,
    locale: locale === '' ? null : (locale as 'en' | 'de'),
  };
  const { onSubmit, isBusy, error } = useForm(async () => {
    await ok(client.PATCH('/v1/me', { body }));
    await queries.invalidateQueries({ queryKey: ['me'] });
    say(T.common.saved);
  });
  return (
    <Card>
      <form onSubmit={onSubmit}>
        <Stack gap="md" maw={460}>
          <TextInput
            label={text.name}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={text.phone}
            type="tel"
            autoComplete="tel"
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
          <Select
            label={text.locale}
            allowDeselect={false}
            data={Object.entries(text.locales).map(([value, label]) => ({ value, label }))}
            value={locale}
            onChange={(value) => setLocale(value ?? '')}
          />
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" loading={isBusy}>
              {T.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
      <ShowAsCode call={{ method: 'PATCH', path: '/v1/me', body }} />
    </Card>
  );
}

function Address() {
  const { account, client } = useScope();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { onSubmit, isBusy, error } = useForm(async () => {
    const made = await ok(client.PUT('/v1/me/email', { body: { email, current_password: password } }));
    setEmail('');
    setPassword('');
    say(text.emailSent(made.email));
  });
  const resend = () =>
    ok(client.POST('/v1/me/email/verification', { body: {} })).then(
      () => say(T.start.none.resent),
      sayFailed,
    );
  return (
    <Card title={text.email}>
      <p className="lead">
        {account.email}{' '}
        <Tag tone={account.email_verified ? 'ok' : 'warn'}>
          {account.email_verified ? text.verified : text.unverified}
        </Tag>{' '}
        {!account.email_verified && (
          <Button size="compact-xs" variant="default" onClick={() => void resend()}>
            {T.start.none.resend}
          </Button>
        )}
      </p>
      <form onSubmit={onSubmit}>
        <Stack gap="md" maw={460}>
          <TextInput
            label={text.newEmail}
            description={text.changeEmailText}
            type="email"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={text.current}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" variant="default" loading={isBusy}>
              {text.changeEmail}
            </Button>
          </Group>
        </Stack>
      </form>
      <ShowAsCode call={{ method: 'PUT', path: '/v1/me/email', body: { email, current_password: '…' } }} />
    </Card>
  );
}

function Password() {
  const { client } = useScope();
  const rowhouse = useRowhouse();
  const navigate = useNavigate();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { onSubmit, isBusy, error } = useForm(async () => {
    await ok(client.PUT('/v1/me/password', { body: { current_password: current, new_password: next } }));
    say(text.passwordChanged);
    rowhouse.forget();
    await navigate('/');
  });
  return (
    <Card title={text.password}>
      <p className="lead">{text.passwordText}</p>
      <form onSubmit={onSubmit}>
        <Stack gap="md" maw={460}>
          <PasswordInput
            label={text.current}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={text.next}
            description={T.start.signUp.passwordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" variant="default" loading={isBusy}>
              {text.changePassword}
            </Button>
          </Group>
        </Stack>
      </form>
      <ShowAsCode
        call={{ method: 'PUT', path: '/v1/me/password', body: { current_password: '…', new_password: '…' } }}
      />
    </Card>
  );
}

function Places() {
  const { account } = useScope();
  if (account.platform_operator) return null;
  return (
    <Card
      title={text.organizations}
      aside={
        <Button component={Link} to="/start" size="xs" variant="default">
          {T.org.nav.create}
        </Button>
      }
    >
      {account.organizations.map(({ id, name, role, status }) => (
        <div className="row" key={id}>
          <div>
            <h3>{name}</h3>
            <p>{role}</p>
          </div>
          <Tag tone={toneOf(status)}>{T.org.status[status]}</Tag>
        </div>
      ))}
    </Card>
  );
}
