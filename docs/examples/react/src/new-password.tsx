import { ok } from '@rowhouse/api-client';
import { useRowhouse } from '@rowhouse/react';
import { Field, Form } from './form';

/** Whoever signed in with a temporary password can only replace it. */
export function NewPassword() {
  const rowhouse = useRowhouse();
  const replace = async (password: string) => {
    const { email = '', password: current = '' } = rowhouse.temporary() ?? {};
    const body = { current_password: current, new_password: password };
    await ok(rowhouse.client().PUT('/v1/me/password', { body }));
    await rowhouse.signIn({ email, password });
  };
  return (
    <main>
      <h1>Choose a password</h1>
      <Form button="Save" submit={(text) => replace(text('password'))}>
        <Field label="New password" name="password" type="password" autoComplete="new-password" />
      </Form>
    </main>
  );
}
