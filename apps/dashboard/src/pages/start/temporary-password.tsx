import { Button, PasswordInput, Stack } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { type FormEvent, useState } from 'react';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { useFocused } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Frame } from './frame.js';

const text = T.start.temporary;

/** The token of a temporary password can do nothing but replace it; the sign-in follows with the new one. */
export function TemporaryPassword() {
  const rowhouse = useRowhouse();
  const { email = '', password: current = '' } = rowhouse.temporary() ?? {};
  const field = useFocused<HTMLInputElement>();
  const [next, setNext] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const body = { current_password: current, new_password: next };
      await ok(rowhouse.client().PUT('/v1/me/password', { body }));
      await rowhouse.signIn({ email, password: next });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Frame title={text.title} text={text.text}>
      <form onSubmit={(event) => void submit(event)}>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Stack gap="md">
          <PasswordInput
            label={text.next}
            description={T.start.signUp.passwordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            ref={field}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <ErrorNotice error={error} />
          <Button type="submit" loading={isBusy} fullWidth>
            {text.button}
          </Button>
        </Stack>
      </form>
    </Frame>
  );
}
