import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok, RowhouseError } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { say } from '../../ui/notify.js';
import { Card, Facts } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { sayTime, When } from '../../ui/time.js';

type Schedule = components['schemas']['ScheduleDto'];
const text = T.backups.schedule;
const PATH = '/v1/backups/schedule';

/** When backups are made by themselves. */
export function BackupSchedule() {
  const { client, key, can } = useOrganization();
  const queries = useQueryClient();
  const [act, setAct] = useState<'set' | 'remove'>();
  const { data, error, isPending } = useQuery({
    queryKey: [...key, 'backup-schedule'],
    queryFn: () =>
      ok(client.GET(PATH)).catch((failure: unknown) => {
        if (failure instanceof RowhouseError && failure.status === 404) return null;
        throw failure;
      }),
  });
  const changed = () => queries.invalidateQueries({ queryKey: [...key, 'backup-schedule'] });
  const buttons = can('backups.manage') && !isPending && (
    <span className="actions">
      {data && (
        <Button size="xs" variant="default" onClick={() => setAct('remove')}>
          {text.remove}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => setAct('set')}>
        {data ? text.change : text.set}
      </Button>
    </span>
  );
  return (
    <Card title={text.title} aside={buttons}>
      <ErrorNotice error={error} />
      {data === null && <p className="lead">{text.none}</p>}
      {data && <Facts items={factsOf(data)} />}
      {data?.skipped && <p className="lead">{text.skipped[data.skipped]}</p>}
      {act === 'set' && (
        <ScheduleForm schedule={data ?? undefined} changed={changed} onClose={() => setAct(undefined)} />
      )}
      {act === 'remove' && (
        <Confirm
          title={text.remove}
          text={text.removeText}
          button={text.remove}
          danger
          onClose={() => setAct(undefined)}
          act={async () => {
            await ok(client.DELETE(PATH));
            await changed();
          }}
        />
      )}
    </Card>
  );
}

const factsOf = (one: Schedule): [string, React.ReactNode][] => [
  [
    text.cron,
    <span className="mono">
      {one.cron} ({one.time_zone})
    </span>,
  ],
  [text.keep, text.kept(one.keep_count, one.keep_days)],
  [text.next, one.enabled ? one.next_runs.slice(0, 3).map(sayTime).join(' · ') : text.off],
  [text.last, <When at={one.last_at} />],
];

interface FormProps {
  schedule: Schedule | undefined;
  changed: () => Promise<void>;
  onClose: () => void;
}

function ScheduleForm({ schedule, changed, onClose }: FormProps) {
  const { client, organization } = useOrganization();
  const [cron, setCron] = useState(schedule?.cron ?? '0 3 * * *');
  const [zone, setZone] = useState(
    () => schedule?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [count, setCount] = useState<number | string>(schedule?.keep_count ?? 7);
  const [days, setDays] = useState<number | string>(schedule?.keep_days ?? '');
  const [isOn, setOn] = useState(schedule?.enabled ?? true);
  const body = {
    cron,
    time_zone: zone,
    keep_count: Number(count),
    enabled: isOn,
    ...(days === '' ? {} : { keep_days: Number(days) }),
  };
  return (
    <FormDialog
      title={text.set}
      button={T.common.save}
      onClose={onClose}
      call={{ method: 'PUT', path: PATH, body, organizationId: organization.id }}
      act={async () => {
        await ok(client.PUT(PATH, { body }));
        say(text.saved);
        await changed();
      }}
    >
      <TextInput
        label={text.cron}
        description={text.cronHint}
        required
        withAsterisk={false}
        value={cron}
        onChange={(event) => setCron(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={text.zone}
        required
        withAsterisk={false}
        value={zone}
        onChange={(event) => setZone(event.currentTarget.value)}
      />
      <NumberInput label={text.keep} min={1} value={count} onChange={setCount} />
      <NumberInput label={text.days} description={text.daysHint} min={1} value={days} onChange={setDays} />
      <Checkbox
        label={text.enabled}
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
