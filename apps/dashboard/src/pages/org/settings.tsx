import { Button, Group, Stack, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok, RowhouseError } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMoves } from '../../data/moves.js';
import { useOrganization } from '../../data/session.js';
import { parseDocument } from '../../data/values.js';
import { BASE_PATH } from '../../facts.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { Conflict } from '../../ui/conflict.js';
import { JsonField } from '../../ui/json-field.js';
import { say } from '../../ui/notify.js';
import { Card, Facts, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { When } from '../../ui/time.js';
import { PlanCard } from './plan-card.js';

type OrganizationView = components['schemas']['OrganizationViewDto'];
interface Version {
  organization: OrganizationView;
  etag: string | undefined;
}
const text = T.org.settings;
const current = { path: { id: 'current' } };

export function Settings() {
  const { client, key, can } = useOrganization();
  const { data, error, refetch } = useQuery({
    queryKey: [...key, 'settings'],
    queryFn: async (): Promise<Version> => {
      const reply = await client.GET('/v1/organizations/{id}', { params: current });
      return { organization: await ok(reply), etag: reply.response.headers.get('etag') ?? undefined };
    },
    enabled: can('organization.read'),
  });
  return (
    <Page title={text.title}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data !== undefined && (
        <>
          {can('organization.update') && <Rename organization={data.organization} />}
          <Card title={text.facts}>
            <Facts items={factsOf(data.organization)} />
          </Card>
          <PlanCard />
          {can('organization.update') && <Custom version={data} reload={() => void refetch()} />}
          <Moves />
          <Danger organization={data.organization} />
        </>
      )}
    </Page>
  );
}

const factsOf = (one: OrganizationView): [string, React.ReactNode][] => [
  [text.id, <span className="mono">{one.id}</span>],
  [text.slug, <span className="mono">{one.slug}</span>],
  [text.database, <span className="mono">{one.database}</span>],
  [text.generation, one.generation],
  [text.domain, one.domain ?? T.common.none],
  [text.created, <When at={one.created_at} date />],
];

function Rename({ organization }: { organization: OrganizationView }) {
  const { client, key } = useOrganization();
  const queries = useQueryClient();
  const [name, setName] = useState(organization.name);
  const [isAsking, setAsking] = useState(false);
  return (
    <Card title={text.general}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <Group align="flex-end">
          <TextInput
            className="grow"
            label={text.name}
            description={text.nameHint}
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name === organization.name || name === ''}>
            {text.rename}
          </Button>
        </Group>
      </form>
      <ShowAsCode
        call={{
          method: 'PATCH',
          path: '/v1/organizations/{id}',
          params: { id: 'current' },
          body: { name },
          organizationId: organization.id,
        }}
      />
      {isAsking && (
        <Confirm
          title={text.rename}
          text={text.renameText(organization.name, name)}
          button={text.rename}
          onClose={() => setAsking(false)}
          act={async () => {
            const renamed = ok(client.PATCH('/v1/organizations/{id}', { params: current, body: { name } }));
            // The bar of the move appears while the answer is waited for.
            setTimeout(() => void queries.invalidateQueries({ queryKey: [...key, 'moves'] }), 150);
            await renamed;
            await queries.invalidateQueries({ queryKey: key });
            await queries.invalidateQueries({ queryKey: ['me'] });
            say(text.renamed);
          }}
        />
      )}
    </Card>
  );
}

function Custom({ version, reload }: { version: Version; reload: () => void }) {
  const { client } = useOrganization();
  const [json, setJson] = useState(() => JSON.stringify(version.organization.settings, null, 2));
  const [theirs, setTheirs] = useState<Version>();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => setJson(JSON.stringify(version.organization.settings, null, 2)), [version.etag]); // eslint-disable-line react-hooks/exhaustive-deps -- a new version has a new ETag
  const parsed = parseDocument(json, T.data.document.notObject);
  const settings = 'value' in parsed ? parsed.value : undefined;
  const isChanged = JSON.stringify(settings) !== JSON.stringify(version.organization.settings);
  const save = async (etag: string | undefined) => {
    setError(null);
    setTheirs(undefined);
    const header = etag === undefined ? {} : { 'If-Match': etag };
    try {
      await ok(
        client.PATCH('/v1/organizations/{id}', { params: { ...current, header }, body: { settings } }),
      );
      say(T.common.saved);
      reload();
    } catch (failure) {
      if (!(failure instanceof RowhouseError && failure.status === 412)) return setError(failure);
      const reply = await client.GET('/v1/organizations/{id}', { params: current });
      setTheirs({ organization: await ok(reply), etag: reply.response.headers.get('etag') ?? undefined });
    }
  };
  return (
    <Card title={text.custom}>
      <Stack gap="md">
        {theirs === undefined ? (
          <JsonField
            label={text.custom}
            description={text.customText}
            value={json}
            onChange={setJson}
            minRows={5}
          />
        ) : (
          <Conflict
            theirs={theirs.organization.settings}
            yours={settings ?? {}}
            onTake={() => {
              setTheirs(undefined);
              reload();
            }}
            onOverwrite={() => void save(theirs.etag)}
          />
        )}
        <ErrorNotice error={error} />
        {theirs === undefined && (
          <Group justify="flex-end">
            <Button disabled={settings === undefined || !isChanged} onClick={() => void save(version.etag)}>
              {T.common.save}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}

function Moves() {
  const { data } = useMoves();
  return (
    <Card title={text.moves}>
      {data?.length === 0 && <p className="two">{text.noMoves}</p>}
      <ul className="feed">
        {data?.map((move) => (
          <li key={move.id}>
            <span>
              <Tag tone={toneOf(move.phase)}>{text.phases[move.phase]}</Tag>{' '}
              <span className="mono">
                {move.from} → {move.to}
              </span>
              {move.phase !== 'done' && move.phase !== 'failed' && ` ${Math.round(move.progress * 100)} %`}
              {move.pause_ms !== null && <span className="two">{text.pause(move.pause_ms)}</span>}
              {move.error !== null && <span className="two">{move.error}</span>}
            </span>
            <When at={move.updated_at} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Danger({ organization }: { organization: OrganizationView }) {
  const { client, can } = useOrganization();
  const [asked, setAsked] = useState<'leave' | 'remove'>();
  const gone = () => {
    // Nothing of the organization may stay in sight: the page begins anew.
    location.assign(`${BASE_PATH}/dashboard`);
  };
  return (
    <Card title={text.danger} danger>
      <div className="row">
        <div>
          <h3>{text.leave}</h3>
          <p>{text.leaveText}</p>
        </div>
        <Button variant="default" className="act-danger" onClick={() => setAsked('leave')}>
          {text.leave}
        </Button>
      </div>
      {can('organization.delete') && (
        <div className="row">
          <div>
            <h3>{text.remove}</h3>
            <p>{text.removeText}</p>
          </div>
          <Button color="red.9" onClick={() => setAsked('remove')}>
            {text.remove}
          </Button>
        </div>
      )}
      {asked === 'leave' && (
        <Confirm
          title={text.leave}
          text={text.leaveText}
          button={text.leave}
          danger
          onClose={() => setAsked(undefined)}
          act={async () => {
            const params = { path: { org_id: organization.id } };
            await ok(client.DELETE('/v1/me/memberships/{org_id}', { params }));
            gone();
          }}
        />
      )}
      {asked === 'remove' && (
        <Confirm
          title={text.remove}
          text={text.removeText}
          button={text.remove}
          word={organization.name}
          danger
          onClose={() => setAsked(undefined)}
          act={async () => {
            await ok(client.DELETE('/v1/organizations/{id}', { params: current }));
            gone();
          }}
        />
      )}
    </Card>
  );
}
