import { Button, Checkbox, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { useEventTypes, type Webhook } from '../../data/webhooks.js';
import { T } from '../../texts/en.js';
import { SecretBox } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';

const text = T.webhooks;

/** Of a webhook, shown once. */
export interface Secret {
  url: string;
  secret: string;
}

interface WebhookFormProps {
  /** Absent: a new one. */
  webhook?: Webhook;
  onClose: () => void;
  onSecret: (secret: Secret) => void;
}

export function WebhookForm({ webhook, onClose, onSecret }: WebhookFormProps) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [events, setEvents] = useState(webhook?.event_types ?? ['*']);
  const [ordered, setOrdered] = useState(webhook?.ordered ?? false);
  const body = {
    url,
    event_types: events,
    ordered,
    ...(description === '' && webhook === undefined ? {} : { description }),
  };
  const call =
    webhook === undefined
      ? { method: 'POST' as const, path: '/v1/webhooks' }
      : { method: 'PATCH' as const, path: '/v1/webhooks/{id}', params: { id: webhook.id } };
  return (
    <FormDialog
      title={webhook === undefined ? text.create : text.edit}
      button={webhook === undefined ? T.common.create : T.common.save}
      size="lg"
      disabled={events.length === 0}
      onClose={onClose}
      call={{ ...call, body, organizationId: organization.id }}
      act={async () => {
        if (webhook === undefined) onSecret(await ok(client.POST('/v1/webhooks', { body })));
        else await ok(client.PATCH('/v1/webhooks/{id}', { params: { path: { id: webhook.id } }, body }));
        await queries.invalidateQueries({ queryKey: [...key, 'webhooks'] });
      }}
    >
      <TextInput
        type="url"
        label={text.url}
        description={text.urlHint}
        required
        withAsterisk={false}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={text.description}
        maxLength={300}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <EventFilter value={events} onChange={setEvents} />
      <Checkbox
        label={text.ordered}
        description={text.orderedHint}
        checked={ordered}
        onChange={(event) => setOrdered(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

function EventFilter({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const { data: types = [] } = useEventTypes();
  const choices = useMemo(() => {
    const kinds = new Set(types.map(({ type }) => `${type.slice(0, type.indexOf('.'))}.*`));
    return ['*', ...kinds, ...types.map(({ type }) => type)];
  }, [types]);
  return (
    <TagsInput
      label={text.events}
      description={text.eventsHint}
      data={choices}
      maxTags={50}
      maxDropdownHeight={220}
      value={value}
      onChange={onChange}
    />
  );
}

export function ShownSecret({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.madeTitle}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <Stack gap="md">
        <p className="lead">{text.shown}</p>
        <SecretBox secret={secret.secret} />
        <Button onClick={onClose}>{T.common.secret.done}</Button>
      </Stack>
    </Modal>
  );
}
