import { Checkbox, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import type { Webhook } from '../../data/webhooks.js';
import { T } from '../../texts/en.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { say } from '../../ui/notify.js';
import { localTime } from '../../ui/time.js';

const text = T.webhooks;
const DAY = 86_400_000;

/** The events of a period once more. */
export function Replay({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - DAY)));
  const [to, setTo] = useState('');
  const [missingOnly, setMissingOnly] = useState(true);
  const params = { path: { id: webhook.id } };
  const body = {
    from: from === '' ? '' : new Date(from).toISOString(),
    ...(to === '' ? {} : { to: new Date(to).toISOString() }),
    missing_only: missingOnly,
  };
  return (
    <FormDialog
      title={text.replay}
      text={text.replayText}
      button={text.replayButton}
      disabled={from === ''}
      onClose={onClose}
      call={{
        method: 'POST',
        path: '/v1/webhooks/{id}/replay',
        params: { id: webhook.id },
        body,
        organizationId: organization.id,
      }}
      act={async () => {
        let events = 0;
        // The service sends a part, and says where the next one begins.
        for (let after: number | null = 0; after !== null;) {
          const part: { events: number; next_after: number | null } = await ok(
            client.POST('/v1/webhooks/{id}/replay', {
              params,
              body: after === 0 ? body : { ...body, after },
            }),
          );
          events += part.events;
          after = part.next_after;
        }
        say(text.replayed(events));
        await queries.invalidateQueries({ queryKey: [...key, 'webhooks'] });
      }}
    >
      <TextInput
        type="datetime-local"
        label={text.from}
        required
        withAsterisk={false}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        type="datetime-local"
        label={text.to}
        description={text.toHint}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Checkbox
        label={text.missingOnly}
        checked={missingOnly}
        onChange={(event) => setMissingOnly(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
