import { NumberInput, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useScope } from '../../data/session.js';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../../texts/en.js';
import { FormDialog } from '../../ui/form-dialog.js';

const text = T.platform.impersonate;

interface ImpersonateProps {
  userId: string;
  who: string;
  organizationId?: string;
  onClose: () => void;
}

export function Impersonate({ userId, who, organizationId, onClose }: ImpersonateProps) {
  const { client } = useScope();
  const rowhouse = useRowhouse();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<number | string>(15);
  const body = {
    user_id: userId,
    reason,
    minutes: Number(minutes),
    ...(organizationId === undefined ? {} : { organization_id: organizationId }),
  };
  return (
    <FormDialog
      title={text.title(who)}
      text={text.text}
      button={text.button}
      onClose={onClose}
      call={{ method: 'POST', path: '/v1/platform/impersonations', body }}
      act={async () => {
        const started = await ok(client.POST('/v1/platform/impersonations', { body }));
        rowhouse.actAs({
          id: started.id,
          token: started.access_token,
          user: who,
          organizationId: started.organization_id,
          expiresAt: started.expires_at,
        });
        queries.removeQueries({ queryKey: ['me'] });
        await navigate(started.organization_id === null ? '/account' : `/o/${started.organization_id}`);
      }}
    >
      <TextInput
        label={text.reason}
        required
        withAsterisk={false}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <NumberInput label={text.minutes} min={1} max={60} value={minutes} onChange={setMinutes} />
    </FormDialog>
  );
}
