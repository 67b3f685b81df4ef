import { Select, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { say } from '../../ui/notify.js';
import { localTime, sayTime } from '../../ui/time.js';
import { MaskFields, maskOf, type MaskRow } from './mask-fields.js';

const text = T.branches;
const current = { path: { id: 'current' } };

export function BranchForm({ changed, onClose }: { changed: () => Promise<void>; onClose: () => void }) {
  const { client, key, can, organization } = useOrganization();
  const [name, setName] = useState(() => text.defaultName(organization.name));
  const [hours, setHours] = useState('72');
  const [at, setAt] = useState('');
  const [masks, setMasks] = useState<MaskRow[]>([]);
  const history = useQuery({
    queryKey: [...key, 'history'],
    queryFn: () => ok(client.GET('/v1/organizations/{id}/history', { params: current })),
    enabled: can('data.undo'),
  });
  const collections = useQuery({
    queryKey: [...key, 'collections'],
    queryFn: async () => (await ok(client.GET('/v1/data'))).items,
    enabled: can('data.read'),
  });
  const body = {
    name,
    hours: Number(hours),
    ...(at === '' ? {} : { at: new Date(at).toISOString() }),
    ...(masks.length === 0 ? {} : { masks: masks.map(maskOf) }),
  };
  return (
    <FormDialog
      title={text.create}
      text={text.createText}
      button={T.common.create}
      size="lg"
      onClose={onClose}
      call={{ method: 'POST', path: '/v1/branches', body, organizationId: organization.id }}
      act={async () => {
        await ok(client.POST('/v1/branches', { body }));
        say(text.started);
        await changed();
      }}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Select
        label={text.hours}
        allowDeselect={false}
        data={Object.entries(text.lifetimes).map(([value, label]) => ({ value, label }))}
        value={hours}
        onChange={(value) => setHours(value ?? hours)}
      />
      {history.data !== undefined && (
        <TextInput
          type="datetime-local"
          step={1}
          label={text.at}
          description={text.atHint(sayTime(history.data.oldest))}
          min={localTime(new Date(history.data.oldest), true)}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
      )}
      <MaskFields
        rows={masks}
        collections={collections.data?.map((one) => one.name) ?? []}
        onChange={setMasks}
      />
    </FormDialog>
  );
}
