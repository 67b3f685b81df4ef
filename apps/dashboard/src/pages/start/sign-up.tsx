import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { ErrorNotice, fieldErrors } from '../../ui/problem.js';
import { Frame } from './frame.js';

const text = T.start.signUp;

export function SignUp() {
  const rowhouse = useRowhouse();
  const navigate = useNavigate();
  const [values, setValues] = useState({ name: '', email: '', password: '', organization_name: '' });
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const wrong = fieldErrors(error);
  const field = (name: keyof typeof values) => ({
    value: values[name],
    error: wrong[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await rowhouse.signUp({ ...given, email: values.email, password: values.password });
      await navigate('/');
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Frame
      title={text.title}
      text={text.text}
      foot={
        <>
          {text.haveAccount}{' '}
          <Anchor component={Link} to="/" underline="always">
            {text.signIn}
          </Anchor>
        </>
      }
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput label={text.name} autoComplete="name" {...field('name')} />
          <TextInput
            label={text.email}
            type="email"
            autoComplete="email"
            required
            withAsterisk={false}
            {...field('email')}
          />
          <PasswordInput
            label={text.password}
            description={text.passwordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            {...field('password')}
          />
          <TextInput
            label={text.organization}
            description={text.organizationHint}
            autoComplete="organization"
            {...field('organization_name')}
          />
          <ErrorNotice error={error} />
          <Button type="submit" loading={isBusy} fullWidth>
            {text.button}
          </Button>
        </Stack>
      </form>
      <ShowAsCode
        call={{ method: 'POST', path: '/v1/accounts', body: { ...given, password: '…' }, open: true }}
      />
    </Frame>
  );
}
