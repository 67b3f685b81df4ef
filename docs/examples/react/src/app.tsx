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
  const { data: account, error, can, reload } = useAccount();
  const signOut = <button onClick={() => void rowhouse.signOut()}>Sign out</button>;
  if (account === undefined && error === undefined) return <p>One moment …</p>;
  const organization = account?.organizations.find(({ id }) => id === account.organization_id);
  // Removed, or suspended, while the page was open: nothing of the organization is left on it.
  if (account === undefined || organization === undefined || error !== undefined)
    return (
      <main>
        <p role="alert">{error?.message ?? 'You belong to no organization.'}</p>
        {signOut}
      </main>
    );
  return (
    <main>
      <h1>{organization.name}</h1>
      <Orders onRefused={reload} />
      {can('members.read') && <Members />}
      <p>
        {account.email} ({account.role}) {signOut}
      </p>
    </main>
  );
}
