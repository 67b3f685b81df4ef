import { type ReactNode, useActionState } from 'react';

interface Props {
  button: string;
  submit: (text: (name: string) => string) => Promise<unknown>;
  children: ReactNode;
}

/** Sends, and says why it was refused. */
export function Form({ button, submit, children }: Props) {
  const [message, action, isPending] = useActionState(
    (_before: string | undefined, form: FormData) =>
      submit((name) => textOf(form.get(name))).then(
        () => undefined,
        (error: Error) => error.message,
      ),
    undefined,
  );
  return (
    <form action={action}>
      {children}
      <button disabled={isPending}>{button}</button>
      <p role="alert">{message}</p>
    </form>
  );
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

interface FieldProps {
  label: string;
  name: string;
  type?: 'email' | 'password' | 'text';
  autoComplete?: string;
}

export function Field({ label, name, type = 'text', autoComplete = 'off' }: FieldProps) {
  return (
    <p>
      <label>
        {label} <input name={name} type={type} autoComplete={autoComplete} required maxLength={200} />
      </label>
    </p>
  );
}
