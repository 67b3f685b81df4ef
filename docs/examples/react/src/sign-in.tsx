import { type CompleteSignIn, SecondFactorRequired, type SignIn as Credentials } from '@rowhouse/api-client';
import { useRowhouse } from '@rowhouse/react';
import { useState } from 'react';
import { Field, Form } from './form';

interface Step {
  challenge: CompleteSignIn['challenge'];
  credentials: Credentials;
}

export function SignIn() {
  const rowhouse = useRowhouse();
  const [step, setStep] = useState<Step>();
  if (step !== undefined) return <Code {...step} />;

  const signIn = async (credentials: Credentials) => {
    try {
      await rowhouse.signIn(credentials);
    } catch (error) {
      if (!(error instanceof SecondFactorRequired)) throw error;
      setStep({ challenge: error.challenge, credentials });
    }
  };
  return (
    <main>
      <h1>Sign in</h1>
      <Form button="Sign in" submit={(text) => signIn({ email: text('email'), password: text('password') })}>
        <Field label="E-mail" name="email" type="email" autoComplete="username" />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
      </Form>
      <h2>Or begin with an organization of your own</h2>
      <Form
        button="Sign up"
        submit={(text) =>
          rowhouse.signUp({
            organization_name: text('organization'),
            email: text('email'),
            password: text('password'),
          })
        }
      >
        <Field label="Organization" name="organization" />
        <Field label="E-mail" name="email" type="email" autoComplete="username" />
        <Field label="Password" name="password" type="password" autoComplete="new-password" />
      </Form>
    </main>
  );
}

/** The account has a second factor. */
function Code({ challenge, credentials }: Step) {
  const rowhouse = useRowhouse();
  return (
    <main>
      <h1>Enter a code</h1>
      <Form
        button="Go on"
        submit={(text) => rowhouse.completeSignIn({ challenge, code: text('code') }, credentials)}
      >
        <Field label="Code" name="code" autoComplete="one-time-code" />
      </Form>
    </main>
  );
}
