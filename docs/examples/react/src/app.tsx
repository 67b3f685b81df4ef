import { ok } from '@rowhouse/api-client';
import { useCallback, useEffect, useState } from 'react';
import { Members } from './members';
import { Orders } from './orders';
import { isSignedIn, rowhouse, signOut } from './session';
import { SignIn } from './sign-in';

const readAccount = () => ok(rowhouse.GET('/v1/me'));
type Account = Awaited<ReturnType<typeof readAccount>>;

export function App() {
  const [account, setAccount] = useState<Account | null>();
  const [message, setMessage] = useState<string>();
  const enter = useCallback(async () => setAccount(await readAccount()), []);
  const leave = useCallback(() => setAccount(null), []);

  useEffect(() => {
    isSignedIn()
      .then((isIn) => (isIn ? enter() : leave()))
      .catch((error: Error) => setMessage(error.message));
  }, [enter, leave]);

  if (message !== undefined) return <p role="alert">{message}</p>;
  if (account === undefined) return <p>One moment …</p>;
  if (account === null) return <SignIn onSignedIn={enter} />;
  const organization = account.organizations.find(({ id }) => id === account.organization_id);
  return (
    <main>
      <h1>{organization?.name}</h1>
      <Orders onRefused={leave} />
      {account.permissions.includes('members.read') && <Members onRefused={leave} />}
      <p>
        {account.email} ({account.role}){' '}
        <button onClick={() => void signOut().finally(leave)}>Sign out</button>
      </p>
    </main>
  );
}
