import { useAccount, useRowhouse, useSessionState } from '@rowhouse/react';
import { Members } from './members';
import { NewPassword } from './new-password';
import { Orders } from './orders';
import { SignIn } from './sign-in';

export function App() {
  const state = useSessionState();
  if (state === 'unknown') return <p>One moment …</p>;
  if (state === 'temporary') return <NewPassword />;
  // Expired: ended by itself, or elsewhere.
  if (state !== 'signed-in') return <SignIn />;
  return <Home />;
}

function Home() {
  const rowhouse = useRowhouse();
  const { data: account, error, can } = useAccount();
  if (error !== undefined) return <p role="alert">{error.message}</p>;
  if (account === undefined) return <p>One moment …</p>;
  const organization = account.organizations.find(({ id }) => id === account.organization_id);
  return (
    <main>
      <h1>{organization?.name}</h1>
      <Orders />
      {can('members.read') && <Members />}
      <p>
        {account.email} ({account.role}) <button onClick={() => void rowhouse.signOut()}>Sign out</button>
      </p>
    </main>
  );
}
