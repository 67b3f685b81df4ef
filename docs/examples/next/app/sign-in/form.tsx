'use client';

import { useActionState } from 'react';
import type { Message } from '../actions';

interface Props {
  action: (before: Message, form: FormData) => Promise<Message>;
  button: string;
  withOrganization?: boolean;
}

export function Form({ action, button, withOrganization = false }: Props) {
  const [message, submit, isPending] = useActionState(action, undefined);
  return (
    <form action={submit}>
      {withOrganization && (
        <p>
          <label>
            Organization <input name="organization" required maxLength={100} />
          </label>
        </p>
      )}
      <p>
        <label>
          E-mail <input name="email" type="email" autoComplete="username" required />
        </label>
      </p>
      <p>
        <label>
          Password <input name="password" type="password" autoComplete="current-password" required />
        </label>
      </p>
      {!withOrganization && (
        <p>
          <label>
            Code of your authenticator app, if you have one{' '}
            <input name="code" autoComplete="one-time-code" maxLength={19} />
          </label>
        </p>
      )}
      <button disabled={isPending}>{button}</button>
      <p role="alert">{message}</p>
    </form>
  );
}
