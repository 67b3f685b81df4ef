import { Anchor, Button, Select, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { say } from '../../ui/notify.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { When } from '../../ui/time.js';
import { Impersonate } from './impersonate.js';
import { Generations, RunningOperations } from './operations.js';

type Details = components['schemas']['PlatformOrganizationDto'];
type Act = 'suspend' | 'deactivate' | 'activate' | 'plan' | 'erase' | 'impersonate';
const text = T.platform.organization;

export function Organization() {
  const { id = '' } = useParams();
  const { client, key, can } = useScope();
  const [act, setAct] = useState<Act>();
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'organizations', 'one', id],
    queryFn: () => ok(client.GET('/v1/platform/organizations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.moving === true ? 1000 : 10_000),
  });
  if (data === undefined)
    return (
      <Page title={T.platform.organizations.name}>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Page>
    );
  return (
    <Page
      title={data.name}
      text={
        <>
          <Tag tone={toneOf(data.status)}>{T.org.status[data.status]}</Tag>{' '}
          {data.moving && <Tag tone="info">{T.org.status.moving}</Tag>} {data.status_reason}
        </>
      }
      actions={
        <>
          {can('platform.impersonate') && (
            <Button variant="default" onClick={() => setAct('impersonate')}>
              {text.actAsOwner}
            </Button>
          )}
          {can('platform.organizations.manage') && <StatusButtons status={data.status} onAct={setAct} />}
        </>
      }
    >
      <ErrorNotice error={error} />
      <RunningOperations organizationId={id} />
      <Card title={text.facts}>
        <Facts items={factsOf(data)} />
      </Card>
      <Generations organizationId={id} />
      {can('platform.organizations.manage') && (
        <>
          <Card
            title={text.plan}
            aside={
              <Button size="xs" variant="default" onClick={() => setAct('plan')}>
                {text.assign}
              </Button>
            }
          >
            <p className="capital strong">{data.plan?.type ?? T.common.none}</p>
          </Card>
          <Card title={T.org.settings.danger} danger>
            <div className="row">
              <div>
                <h3>{text.erase}</h3>
                <p>{text.eraseText}</p>
              </div>
              <Button color="red.9" onClick={() => setAct('erase')}>
                {text.erase}
              </Button>
            </div>
          </Card>
        </>
      )}
      {act !== undefined && <ActDialog act={act} details={data} onClose={() => setAct(undefined)} />}
    </Page>
  );
}

function StatusButtons({ status, onAct }: { status: Details['status']; onAct: (act: Act) => void }) {
  if (status !== 'active') return <Button onClick={() => onAct('activate')}>{text.activate}</Button>;
  return (
    <>
      <Button variant="default" onClick={() => onAct('deactivate')}>
        {text.deactivate}
      </Button>
      <Button variant="default" className="act-danger" onClick={() => onAct('suspend')}>
        {text.suspend}
      </Button>
    </>
  );
}

const factsOf = (one: Details): [string, React.ReactNode][] => [
  [T.org.settings.id, <span className="mono">{one.id}</span>],
  [T.org.settings.database, <span className="mono">{one.database}</span>],
  [T.org.settings.generation, one.generation],
  [text.members, one.members.toLocaleString('en')],
  [text.owners, one.owners.toLocaleString('en')],
  [
    text.admin,
    <Anchor component={Link} to={`/platform/accounts?account=${one.admin_id}`}>
      {one.admin_id}
    </Anchor>,
  ],
  [T.org.settings.domain, one.domain ?? T.common.none],
  [T.org.settings.created, <When at={one.created_at} date />],
  [
    T.platform.nav.audit,
    <Anchor component={Link} to={`/platform/audit?organization=${one.id}`}>
      {text.log}
    </Anchor>,
  ],
];

function ActDialog({ act, details, onClose }: { act: Act; details: Details; onClose: () => void }) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const params = { path: { id: details.id } };
  const changed = () => queries.invalidateQueries({ queryKey: key });
  if (act === 'impersonate')
    return (
      <Impersonate
        userId={details.admin_id}
        who={details.name}
        organizationId={details.id}
        onClose={onClose}
      />
    );
  if (act === 'plan') return <AssignPlan details={details} onClose={onClose} />;
  if (act === 'erase')
    return (
      <Confirm
        title={text.erase}
        text={text.eraseText}
        button={text.erase}
        word={details.name}
        danger
        onClose={onClose}
        act={async () => {
          await ok(client.DELETE('/v1/platform/organizations/{id}', { params }));
          say(text.erased);
          await navigate('/platform/organizations');
          await changed();
        }}
      />
    );
  const send = () => {
    const options = { params, body: reason === '' ? {} : { reason } };
    if (act === 'suspend') return ok(client.POST('/v1/platform/organizations/{id}/suspend', options));
    if (act === 'deactivate') return ok(client.POST('/v1/platform/organizations/{id}/deactivate', options));
    return ok(client.POST('/v1/platform/organizations/{id}/activate', options));
  };
  return (
    <Confirm
      title={text[act]}
      text={act === 'activate' ? details.name : text.suspendText(details.name)}
      button={text[act]}
      danger={act === 'suspend'}
      onClose={onClose}
      act={async () => {
        await send();
        await changed();
        say(text.changed);
      }}
    >
      <TextInput
        label={text.reasonLabel}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </Confirm>
  );
}

function AssignPlan({ details, onClose }: { details: Details; onClose: () => void }) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const [plan, setPlan] = useState(details.plan?.type ?? 'basic');
  return (
    <FormDialog
      title={text.assign}
      button={text.assign}
      onClose={onClose}
      call={{
        method: 'PUT',
        path: '/v1/platform/organizations/{id}/plan',
        params: { id: details.id },
        body: { plan },
      }}
      act={async () => {
        const params = { path: { id: details.id } };
        await ok(client.PUT('/v1/platform/organizations/{id}/plan', { params, body: { plan } }));
        await queries.invalidateQueries({ queryKey: key });
        say(text.assigned);
      }}
    >
      <Select
        label={text.plan}
        allowDeselect={false}
        data={['basic', 'pro', 'premium']}
        value={plan}
        onChange={(value) => setPlan(value ?? plan)}
      />
    </FormDialog>
  );
}
