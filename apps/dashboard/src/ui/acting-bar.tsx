import { Button } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { type Impersonation, useRowhouse } from '@rowhouse/react';
import { T } from '../texts/en.js';
import { sayFailed } from './notify.js';

/** Cannot be missed and stays in sight: what is done below it is done as somebody else. */
export function ActingBar({ acting }: { acting: Impersonation }) {
  const rowhouse = useRowhouse();
  const navigate = useNavigate();
  const leave = () => {
    rowhouse.actAs(undefined);
    void navigate('/platform/accounts');
  };
  const end = async () => {
    const params = { path: { id: acting.id } };
    await ok(rowhouse.operatorClient().DELETE('/v1/platform/impersonations/{id}', { params })).catch(
      sayFailed,
    );
    leave();
  };
  useEffect(() => {
    const timer = setTimeout(leave, Math.max(0, Date.parse(acting.expiresAt) - Date.now()));
    return () => clearTimeout(timer);
  });
  return (
    <div className="bar acting" role="alert">
      {T.common.acting(acting.user)}
      <Button size="compact-sm" color="gray.0" c="dark.9" onClick={() => void end()}>
        {T.common.endActing}
      </Button>
    </div>
  );
}
