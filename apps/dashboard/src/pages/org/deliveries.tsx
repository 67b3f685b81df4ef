import { Button, Drawer, Select, Stack, UnstyledButton } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconRefresh, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useRows } from '../../data/pages.js';
import { useOrganization } from '../../data/session.js';
import { type Delivery, useEventTypes, type Webhook } from '../../data/webhooks.js';
import { T } from '../../texts/en.js';
import { CodeBlock } from '../../ui/code.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say, sayFailed } from '../../ui/notify.js';
import { Card, Empty, Facts } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { sayTime, When } from '../../ui/time.js';
import { useAddress } from '../../ui/use-address.js';

const text = T.webhooks;
type Try = components['schemas']['DeliveryTryDto'];
/** While something is on its way, it is looked at this often. Milliseconds. */
const LOOK_MS = 1000;

/** What was sent to a webhook, with the answers. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { client, key } = useOrganization();
  const { data: types = [] } = useEventTypes();
  const [state, setState] = useAddress('state');
  const [type, setType] = useAddress('type');
  const [opened, setOpened] = useAddress('delivery');
  const query = { limit: 50, ...(state === '' ? {} : { state }), ...(type === '' ? {} : { type }) };
  const list = useRows(
    [...key, 'webhooks', webhook.id, 'deliveries', query],
    (cursor) =>
      client.GET('/v1/webhooks/{id}/deliveries', {
        params: { path: { id: webhook.id }, query: { ...query, cursor } },
      }),
    (rows) => (rows.some(isSoon) ? LOOK_MS : 5000),
  );
  return (
    <Card flush title={text.deliveries} aside={<span className="two">{text.deliveriesText}</span>}>
      <div className="tools">
        <Select
          label={text.state}
          placeholder={T.common.any}
          clearable
          data={Object.entries(text.states).map(([value, label]) => ({ value, label }))}
          value={state === '' ? null : state}
          onChange={(value) => setState(value ?? '')}
        />
        <Select
          className="grow"
          label={text.event}
          placeholder={T.common.any}
          clearable
          searchable
          data={['webhook.test', ...types.map((one) => one.type)]}
          value={type === '' ? null : type}
          onChange={(value) => setType(value ?? '')}
        />
      </div>
      <ErrorNotice error={list.error} onRetry={list.refetch} />
      <Grid
        {...list}
        label={text.deliveries}
        columns={columnsOf(setOpened)}
        keyOf={({ id }) => id}
        file="deliveries"
        empty={<Empty title={text.noDeliveries} text={text.noDeliveriesText} icon={IconSend} />}
      />
      {opened !== '' && <DeliveryDrawer webhook={webhook} delivery={opened} onClose={() => setOpened('')} />}
    </Card>
  );
}

const isSoon = ({ state, next_attempt_at }: Delivery): boolean =>
  state === 'pending' && next_attempt_at !== null && Date.parse(next_attempt_at) < Date.now() + 5000;

const sayAnswer = (tries: Try[]): string => {
  const last = tries.at(-1);
  if (last === undefined) return '';
  return last.status === null ? (last.error ?? text.noAnswer) : String(last.status);
};

const columnsOf = (open: (id: string) => void): Column<Delivery>[] => [
  {
    id: 'type',
    head: text.event,
    value: ({ type }) => type,
    cell: ({ id, type }) => (
      <UnstyledButton className="mono linkish" onClick={() => open(id)}>
        {type}
      </UnstyledButton>
    ),
  },
  {
    id: 'state',
    head: text.state,
    value: ({ state }) => text.states[state],
    cell: ({ state }) => <Tag tone={toneOf(state)}>{text.states[state]}</Tag>,
  },
  {
    id: 'answer',
    head: text.answer,
    value: ({ tries }) => sayAnswer(tries),
    cell: ({ tries }) => sayAnswer(tries),
  },
  {
    id: 'tries',
    head: text.tries,
    end: true,
    value: ({ attempts }) => attempts,
    cell: ({ attempts }) => attempts,
  },
  {
    id: 'when',
    head: text.when,
    value: ({ created_at }) => created_at,
    cell: ({ created_at }) => <When at={created_at} />,
  },
  {
    id: 'next',
    head: text.next,
    value: ({ next_attempt_at }) => next_attempt_at ?? '',
    cell: ({ next_attempt_at }) => (next_attempt_at === null ? null : <When at={next_attempt_at} />),
  },
];

interface DeliveryProps {
  webhook: Webhook;
  delivery: string;
  onClose: () => void;
}

function DeliveryDrawer({ webhook, delivery, onClose }: DeliveryProps) {
  const { client, key, can } = useOrganization();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const params = { path: { id: webhook.id, delivery } };
  const { data, error } = useQuery({
    queryKey: [...key, 'webhooks', webhook.id, 'deliveries', 'one', delivery],
    queryFn: () => ok(client.GET('/v1/webhooks/{id}/deliveries/{delivery}', { params })),
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? LOOK_MS : false),
  });
  const again = async () => {
    setBusy(true);
    await ok(client.POST('/v1/webhooks/{id}/deliveries/{delivery}/replay', { params })).then(
      () => say(text.sentAgain),
      sayFailed,
    );
    await queries.invalidateQueries({ queryKey: [...key, 'webhooks', webhook.id] });
    setBusy(false);
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={data?.type ?? text.delivery}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <ErrorNotice error={error} />
      {data !== undefined && (
        <Stack gap="md">
          <Facts
            items={[
              [text.state, <Tag tone={toneOf(data.state)}>{text.states[data.state]}</Tag>],
              [text.event, <span className="mono">{data.event_id}</span>],
              [text.when, sayTime(data.created_at)],
              ...(data.next_attempt_at === null
                ? []
                : [[text.next, sayTime(data.next_attempt_at)] as [string, React.ReactNode]]),
            ]}
          />
          {can('webhooks.manage') && (
            <div>
              <Button
                size="xs"
                variant="default"
                loading={isBusy}
                disabled={!webhook.enabled}
                leftSection={<IconRefresh size={15} aria-hidden />}
                onClick={() => void again()}
              >
                {text.again}
              </Button>
            </div>
          )}
          <Tries delivery={data} />
          <div>
            <h2 className="subhead">{text.body}</h2>
            <CodeBlock text={JSON.stringify(data.event, null, 2)} label={text.body} />
          </div>
        </Stack>
      )}
    </Drawer>
  );
}

/** The newest first. */
function Tries({ delivery: { tries, attempts } }: { delivery: Delivery }) {
  if (tries.length === 0) return <p className="lead">{text.noTries}</p>;
  return (
    <div>
      {tries
        .map((one, i) => ({ one, number: attempts - tries.length + i + 1 }))
        .reverse()
        .map(({ one, number }) => (
          <section key={number} className="try">
            <h3 className="subhead">
              {text.attempt(number)} · {sayTime(one.at)}
            </h3>
            <p className="lead">
              {one.status === null
                ? text.unanswered(one.error ?? text.noAnswer, one.duration_ms)
                : text.answered(one.status, one.duration_ms)}
            </p>
            {Object.keys(one.headers).length > 0 && (
              <CodeBlock
                text={Object.entries(one.headers)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join('\n')}
                label={`${text.answerHeaders}, ${text.attempt(number)}`}
              />
            )}
            {one.body !== null && one.body !== '' && (
              <CodeBlock text={one.body} label={`${text.answerBody}, ${text.attempt(number)}`} />
            )}
          </section>
        ))}
    </div>
  );
}
