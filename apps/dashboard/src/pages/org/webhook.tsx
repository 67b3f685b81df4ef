import { Anchor, Breadcrumbs, Button, Menu } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDots, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useOrganization } from '../../data/session.js';
import type { Webhook as WebhookData } from '../../data/webhooks.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { say, sayFailed } from '../../ui/notify.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { sayTime, When } from '../../ui/time.js';
import { Deliveries } from './deliveries.js';
import { Replay } from './replay.js';
import { type Secret, ShownSecret, WebhookForm } from './webhook-form.js';
import { WebhookState } from './webhooks.js';

const text = T.webhooks;
type Act = 'edit' | 'switchOff' | 'rotate' | 'remove' | 'replay';

export function Webhook() {
  const { webhook: id = '' } = useParams();
  const { client, key, can, organization } = useOrganization();
  const [act, setAct] = useState<Act>();
  const [secret, setSecret] = useState<Secret>();
  const params = { path: { id } };
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'webhooks', id],
    queryFn: () => ok(client.GET('/v1/webhooks/{id}', { params })),
    enabled: can('webhooks.read'),
  });
  if (data === undefined)
    return (
      <Page title={text.facts}>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Page>
    );
  return (
    <Page
      title={data.description === '' ? new URL(data.url).host : data.description}
      text={
        <Breadcrumbs component="span" separatorMargin={6}>
          <Anchor component={Link} to={`/o/${organization.id}/webhooks`}>
            {text.title}
          </Anchor>
          <span>{data.url}</span>
        </Breadcrumbs>
      }
      actions={can('webhooks.manage') && <Acts webhook={data} onAct={setAct} />}
    >
      <ErrorNotice error={error} />
      <Card title={text.facts}>
        <Facts items={factsOf(data)} />
      </Card>
      <Deliveries webhook={data} />
      {act === 'edit' && (
        <WebhookForm webhook={data} onClose={() => setAct(undefined)} onSecret={setSecret} />
      )}
      {act === 'replay' && <Replay webhook={data} onClose={() => setAct(undefined)} />}
      {(act === 'switchOff' || act === 'rotate' || act === 'remove') && (
        <Asked act={act} webhook={data} onClose={() => setAct(undefined)} onSecret={setSecret} />
      )}
      {secret !== undefined && <ShownSecret secret={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

function Acts({ webhook: { id, enabled }, onAct }: { webhook: WebhookData; onAct: (act: Act) => void }) {
  const { client, key } = useOrganization();
  const queries = useQueryClient();
  const [isTesting, setTesting] = useState(false);
  const params = { path: { id } };
  const run = (act: Promise<unknown>, said: string) =>
    act
      .then(() => queries.invalidateQueries({ queryKey: [...key, 'webhooks'] }))
      .then(() => say(said), sayFailed);
  const test = async () => {
    setTesting(true);
    await run(ok(client.POST('/v1/webhooks/{id}/test', { params })), text.tested);
    setTesting(false);
  };
  return (
    <>
      {enabled ? (
        <Button variant="default" onClick={() => onAct('switchOff')}>
          {text.switchOff}
        </Button>
      ) : (
        <Button
          variant="default"
          onClick={() =>
            void run(
              ok(client.PATCH('/v1/webhooks/{id}', { params, body: { enabled: true } })),
              text.switchedOn,
            )
          }
        >
          {text.switchOn}
        </Button>
      )}
      <Button
        loading={isTesting}
        leftSection={<IconSend size={16} aria-hidden />}
        onClick={() => void test()}
        disabled={!enabled}
      >
        {text.test}
      </Button>
      <Menu position="bottom-end" shadow="md" width={200}>
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={T.common.actions(text.facts)}>
            <IconDots size={17} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAct('edit')}>{text.edit}</Menu.Item>
          <Menu.Item onClick={() => onAct('replay')}>{text.replay}</Menu.Item>
          <Menu.Item onClick={() => onAct('rotate')}>{text.rotate}</Menu.Item>
          <Menu.Item className="act-danger" onClick={() => onAct('remove')}>
            {text.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

interface AskedProps {
  act: 'switchOff' | 'rotate' | 'remove';
  webhook: WebhookData;
  onClose: () => void;
  onSecret: (secret: Secret) => void;
}

function Asked({ act, webhook, onClose, onSecret }: AskedProps) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { id: webhook.id } };
  const run = async () => {
    if (act === 'switchOff') {
      await ok(client.PATCH('/v1/webhooks/{id}', { params, body: { enabled: false } }));
      say(text.switchedOff);
    } else if (act === 'rotate') {
      const body = { overlap_hours: 24 };
      onSecret(await ok(client.POST('/v1/webhooks/{id}/rotate', { params, body })));
    } else {
      await ok(client.DELETE('/v1/webhooks/{id}', { params }));
      await navigate(`/o/${organization.id}/webhooks`);
      queries.removeQueries({ queryKey: [...key, 'webhooks', webhook.id] });
    }
    await queries.invalidateQueries({ queryKey: [...key, 'webhooks'] });
  };
  return (
    <Confirm
      title={text[act]}
      text={text[`${act}Text`]}
      button={text[act]}
      danger={act === 'remove'}
      onClose={onClose}
      act={run}
    />
  );
}

const factsOf = (one: WebhookData): [string, React.ReactNode][] => [
  [text.state, <WebhookState webhook={one} />],
  ...(one.failing_since === null
    ? []
    : [[text.failingSince, sayTime(one.failing_since)] as [string, React.ReactNode]]),
  [text.url, <span className="mono">{one.url}</span>],
  [text.events, <span className="mono">{one.event_types.join(', ')}</span>],
  [text.ordered, one.ordered ? T.common.yes : T.common.no],
  [text.created, <When at={one.created_at} date />],
  [text.publicKeys, <span className="mono">{one.public_keys.join(' ')}</span>],
  ...(one.previous_secret_until === null
    ? []
    : [[text.previousUntil, sayTime(one.previous_secret_until)] as [string, React.ReactNode]]),
];
