import { Button, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { localTime, sayTime } from '../../ui/time.js';

const text = T.data.moment;
const AGO = [1, 5, 15, 60];
const MINUTE = 60_000;

/** Chooses the moment that documents are shown of. */
export function MomentButton({ onChoose }: { onChoose: (moment: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconHistory size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {text.button}
      </Button>
      {isOpen && <MomentDialog onChoose={onChoose} onClose={() => setOpen(false)} />}
    </>
  );
}

function MomentDialog({ onChoose, onClose }: { onChoose: (moment: string) => void; onClose: () => void }) {
  const { client, key, can, organization } = useOrganization();
  const { data } = useQuery({
    queryKey: [...key, 'history'],
    queryFn: () => ok(client.GET('/v1/organizations/{id}/history', { params: { path: { id: 'current' } } })),
    enabled: can('data.undo'),
  });
  const [time, setTime] = useState(() => localTime(new Date(Date.now() - 5 * MINUTE), true));
  const oldest = data === undefined ? undefined : localTime(new Date(data.oldest), true);
  return (
    <FormDialog
      title={text.button}
      text={text.text}
      button={text.show}
      disabled={time === ''}
      onClose={onClose}
      call={{
        method: 'GET',
        path: '/v1/data/{collection}',
        params: { collection: 'orders' },
        headers: { 'X-As-Of': time === '' ? '' : new Date(time).toISOString() },
        organizationId: organization.id,
      }}
      act={() => Promise.resolve(onChoose(new Date(time).toISOString()))}
    >
      <TextInput
        type="datetime-local"
        step={1}
        label={text.field}
        description={data === undefined ? undefined : text.oldest(sayTime(data.oldest))}
        required
        withAsterisk={false}
        min={oldest}
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
        data-autofocus
      />
      <div className="actions">
        {AGO.map((minutes) => (
          <Button
            key={minutes}
            size="compact-sm"
            variant="default"
            onClick={() => setTime(localTime(new Date(Date.now() - minutes * MINUTE), true))}
          >
            {text.ago(minutes)}
          </Button>
        ))}
      </div>
    </FormDialog>
  );
}

/** Says that this is the past, on every page that shows it. */
export const MomentBanner = ({ moment, onEnd }: { moment: string; onEnd: () => void }) => (
  <div className="bar past" role="status">
    <span>{text.banner(sayTime(moment))}</span>
    <Button size="compact-sm" variant="default" onClick={onEnd}>
      {text.end}
    </Button>
  </div>
);
