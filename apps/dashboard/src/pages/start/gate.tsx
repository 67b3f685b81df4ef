import { Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Outlet } from 'react-router';
import { useSessionState } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { SignIn } from './sign-in.js';

// Nobody needs these before the first sign-in.
const SessionEnded = lazy(async () => ({ default: (await import('./session-ended.js')).SessionEnded }));
const TemporaryPassword = lazy(async () => ({
  default: (await import('./temporary-password.js')).TemporaryPassword,
}));
const Notices = lazy(async () => ({ default: (await import('../../ui/notices.js')).Notices }));

/** Everything behind it needs a session. Who has none signs in here, and is then where they wanted to be. */
export function Gate() {
  const state = useSessionState();
  if (state === 'unknown') return <Waiting />;
  if (state === 'signed-out') return <SignIn />;
  if (state === 'temporary')
    return (
      <Suspense fallback={<Waiting />}>
        <TemporaryPassword />
      </Suspense>
    );
  return (
    <>
      <Outlet />
      <Suspense>
        {state === 'expired' && <SessionEnded />}
        <Notices />
      </Suspense>
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
