import { Anchor, Button } from '@mantine/core';
import { IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useOrganization } from '../../data/session.js';
import { useWebhooks, type Webhook } from '../../data/webhooks.js';
import { T } from '../../texts/en.js';
import { CodeSample } from '../../ui/code.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { When } from '../../ui/time.js';
import { type Secret, ShownSecret, WebhookForm } from './webhook-form.js';

const text = T.webhooks;

export function Webhooks() {
  const { can, organization } = useOrganization();
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const list = useWebhooks();
  const create = can('webhooks.manage') && <Button onClick={() => setNew(true)}>{text.create}</Button>;
  return (
    <Page title={text.title} text={text.text} actions={create}>
      <Card flush>
        <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
        <Grid
          rows={list.data ?? []}
          isLoading={list.isPending}
          label={text.title}
          columns={columnsOf(`/o/${organization.id}/webhooks`)}
          keyOf={({ id }) => id}
          file="webhooks"
          rowHeight={56}
          empty={
            <Empty title={text.none} text={text.noneText} icon={IconWebhook}>
              <div className="teach">
                <CodeSample
                  call={{
                    method: 'POST',
                    path: '/v1/webhooks',
                    body: { url: 'https://hooks.example.com/rowhouse', event_types: ['member.*'] },
                    organizationId: organization.id,
                  }}
                />
              </div>
            </Empty>
          }
        />
      </Card>
      {isNew && <WebhookForm onClose={() => setNew(false)} onSecret={setSecret} />}
      {secret !== undefined && <ShownSecret secret={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

export const WebhookState = ({ webhook: { enabled, off_reason, failing_since } }: { webhook: Webhook }) => (
  <>
    <Tag tone={!enabled ? 'neutral' : failing_since === null ? 'ok' : 'bad'}>
      {!enabled ? text.off : failing_since === null ? text.on : text.failing}
    </Tag>
    {off_reason !== null && <span className="two">{text.reasons[off_reason]}</span>}
  </>
);

const columnsOf = (at: string): Column<Webhook>[] => [
  {
    id: 'url',
    head: text.url,
    value: ({ url }) => url,
    cell: ({ id, url, description }) => (
      <>
        <Anchor component={Link} to={`${at}/${id}`}>
          {url}
        </Anchor>
        {description !== '' && <span className="two">{description}</span>}
      </>
    ),
  },
  {
    id: 'state',
    head: text.state,
    value: ({ enabled }) => (enabled ? text.on : text.off),
    cell: (webhook) => <WebhookState webhook={webhook} />,
  },
  {
    id: 'events',
    head: text.events,
    value: ({ event_types }) => event_types.join(' '),
    cell: ({ event_types }) => <span className="mono">{event_types.join(', ')}</span>,
  },
  {
    id: 'created',
    head: text.created,
    value: ({ created_at }) => created_at,
    cell: ({ created_at }) => <When at={created_at} date />,
  },
];
