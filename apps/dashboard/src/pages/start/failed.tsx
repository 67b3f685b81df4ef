import { Button } from '@mantine/core';
import { RowhouseError } from '@rowhouse/api-client/core';
import { useEffect } from 'react';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { ErrorNotice } from '../../ui/problem.js';

/** Nothing can be shown without the account. */
export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const rowhouse = useRowhouse();
  // A page that was loaded anew no longer knows the temporary password: it is entered again.
  const isTemporary = error instanceof RowhouseError && error.code === 'auth.password_change_required';
  useEffect(() => {
    if (isTemporary) void rowhouse.signOut();
  }, [isTemporary, rowhouse]);
  if (isTemporary) return null;
  return (
    <div className="gate">
      <main>
        <ErrorNotice error={error} onRetry={retry} />
        <p className="gate-foot">
          <Button variant="subtle" onClick={() => void rowhouse.signOut()}>
            {T.org.nav.signOut}
          </Button>
        </p>
      </main>
    </div>
  );
}
