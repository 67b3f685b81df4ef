import { useActionState } from 'react';
import { signIn, signUp } from './session';

interface Props {
  onSignedIn: () => Promise<void>;
}

export function SignIn({ onSignedIn }: Props) {
  return (
    <main>
      <h1>Sign in</h1>
      <Form
        button="Sign in"
        submit={(form) => signIn(text(form, 'email'), text(form, 'password')).then(onSignedIn)}
      />
      <h2>Or begin with an organization of your own</h2>
      <Form
        button="Sign up"
        withOrganization
        submit={(form) =>
          signUp(text(form, 'email'), text(form, 'password'), text(form, 'organization')).then(onSignedIn)
        }
      />
    </main>
  );
}

interface FormProps {
  button: string;
  withOrganization?: boolean;
  submit: (form: FormData) => Promise<void>;
}

function Form({ button, withOrganization = false, submit }: FormProps) {
  const [message, action, isPending] = useActionState(
    (_before: string | undefined, form: FormData) => submit(form).then(nothing, wordsOf),
    undefined,
  );
  return (
    <form action={action}>
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
      <button disabled={isPending}>{button}</button>
      <p role="alert">{message}</p>
    </form>
  );
}

const nothing = (): string | undefined => undefined;
const wordsOf = (error: Error): string | undefined => error.message;

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
