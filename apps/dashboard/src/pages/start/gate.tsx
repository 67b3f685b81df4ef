import { Loader } from '@mantine/core';
import { useEffect } from 'react';
import { Outlet } from 'react-router';
import { useRowhouse, useSessionState } from '../../rowhouse-react/index.js';
import { T } from '../../texts/en.js';
import { SessionEnded } from './session-ended.js';
import { SignIn } from './sign-in.js';
import { TemporaryPassword } from './temporary-password.js';

/** Everything behind it needs a session. Who has none signs in here, and is then where they wanted to be. */
export function Gate() {
  const rowhouse = useRowhouse();
  const state = useSessionState();
  useEffect(() => void rowhouse.resume(), [rowhouse]);
  if (state === 'unknown') return <Waiting />;
  if (state === 'signed-out') return <SignIn />;
  if (state === 'temporary') return <TemporaryPassword />;
  return (
    <>
      <Outlet />
      {state === 'expired' && <SessionEnded />}
    </>
  );
}

export const Waiting = () => (
  <div className="gate">
    <div className="waiting" role="status" aria-label={T.common.loading}>
      <Loader size="sm" />
    </div>
  </div>
);
