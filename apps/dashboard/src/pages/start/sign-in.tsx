import { Anchor, Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core';
import { SecondFactorRequired, type SignIn as Credentials } from '@rowhouse/api-client/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { useFocused } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { ShowAsCode } from '../../ui/code.js';
import { Frame } from './frame.js';

const text = T.start.signIn;

export function SignIn() {
  return (
    <Frame
      title={text.title}
      text={text.text}
      foot={
        <>
          {text.noAccount}{' '}
          <Anchor component={Link} to="/sign-up" underline="always">
            {text.signUp}
          </Anchor>
          <br />
          {text.fresh}
        </>
      }
    >
      <SignInForm />
      <ShowAsCode
        call={{
          method: 'POST',
          path: '/v1/sessions',
          body: { email: 'you@example.com', password: '…' },
          open: true,
        }}
      />
    </Frame>
  );
}

/** @param email fixed: somebody comes back to their page */
export function SignInForm({ email: fixed }: { email?: string }) {
  const rowhouse = useRowhouse();
  const [email, setEmail] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const [challenge, setChallenge] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await rowhouse.signIn({ email, password });
    } catch (failure) {
      if (failure instanceof SecondFactorRequired) setChallenge(failure.challenge);
      else setError(failure);
      setBusy(false);
    }
  };
  if (challenge !== undefined) {
    return (
      <CodeForm
        challenge={challenge}
        credentials={{ email, password }}
        onBack={() => setChallenge(undefined)}
      />
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={text.email}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          readOnly={fixed !== undefined}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={text.password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus={fixed !== undefined || undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={isBusy} fullWidth>
          {text.button}
        </Button>
        {fixed === undefined && (
          <Anchor component={Link} to="/forgot" size="sm" ta="center">
            {text.forgot}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}

interface CodeFormProps {
  challenge: string;
  credentials: Credentials;
  onBack: () => void;
}

/** The second step: the code of the authenticator app, or a recovery code. */
function CodeForm({ challenge, credentials, onBack }: CodeFormProps) {
  const rowhouse = useRowhouse();
  const field = useFocused<HTMLInputElement>();
  const [code, setCode] = useState('');
  const [remembers, setRemembers] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await rowhouse.completeSignIn({ challenge, code, remember_device: remembers }, credentials);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={T.factor.code}
          description={T.factor.signInText}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          ref={field}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Checkbox
          label={T.factor.remember}
          checked={remembers}
          onChange={(event) => setRemembers(event.currentTarget.checked)}
        />
        <ErrorNotice error={error} />
        <Button type="submit" loading={isBusy} fullWidth>
          {text.button}
        </Button>
        <Button variant="subtle" className="quiet" onClick={onBack}>
          {T.factor.back}
        </Button>
      </Stack>
    </form>
  );
}
