import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Frame } from './frame.js';

const text = T.start.forgot;

export function Forgot() {
  const rowhouse = useRowhouse();
  const [email, setEmail] = useState('');
  const [state, setState] = useState<'ready' | 'busy' | 'done'>('ready');
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState('busy');
    setError(null);
    try {
      await ok(rowhouse.client().POST('/v1/password/forgot', { body: { email } }));
      setState('done');
    } catch (failure) {
      setError(failure);
      setState('ready');
    }
  };
  return (
    <Frame
      title={text.title}
      text={text.text}
      foot={
        <Anchor component={Link} to="/" underline="always">
          {text.back}
        </Anchor>
      }
    >
      {state === 'done' ? (
        <Alert role="status" variant="outline">
          {text.done}
        </Alert>
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="md">
            <TextInput
              label={T.start.signIn.email}
              type="email"
              autoComplete="email"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <ErrorNotice error={error} />
            <Button type="submit" loading={state === 'busy'} fullWidth>
              {text.button}
            </Button>
          </Stack>
          <ShowAsCode call={{ method: 'POST', path: '/v1/password/forgot', body: { email }, open: true }} />
        </form>
      )}
    </Frame>
  );
}
