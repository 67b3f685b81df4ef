import { Anchor, Skeleton } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { sayAction } from '../../ui/actions.js';
import { CodeSample } from '../../ui/code.js';
import { MoveBar } from '../../ui/move-bar.js';
import { Card, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { sayBytes, When } from '../../ui/time.js';
import { useMoves } from '../../data/moves.js';

const text = T.org.overview;
/** Of the card with both charts, so that nothing moves when it comes. Pixels. */
const USAGE_HEIGHT = 462;
/** With its charts, which the page need not wait for. */
const UsageCard = lazy(async () => ({ default: (await import('./usage-card.js')).UsageCard }));

export function Overview() {
  const { organization, client, key, can } = useOrganization();
  const details = useQuery({
    queryKey: [...key, 'organization'],
    queryFn: () => ok(client.GET('/v1/organizations/{id}', { params: { path: { id: 'current' } } })),
    enabled: can('organization.read'),
  });
  const plan = useQuery({
    queryKey: [...key, 'plan'],
    queryFn: () => ok(client.GET('/v1/organizations/{id}/plan', { params: { path: { id: 'current' } } })),
    enabled: can('organization.read'),
    refetchInterval: 60_000,
  });
  const { database, generation } = details.data ?? {};
  return (
    <Page
      title={organization.name}
      text={database === undefined ? '\u00a0' : text.text(database, generation ?? 1)}
    >
      <ErrorNotice error={plan.error ?? details.error} onRetry={() => void plan.refetch()} />
      <Moving />
      {can('organization.read') && <Tiles plan={plan.data} />}
      {can('usage.read') && (
        <Suspense fallback={<Skeleton height={USAGE_HEIGHT} radius="lg" />}>
          <UsageCard />
        </Suspense>
      )}
      <div className="columns">
        {can('audit.read') ? <Activity /> : can('data.read') ? <FirstDocument /> : null}
        {can('data.read') && <CollectionsCard />}
      </div>
      {can('audit.read') && can('data.write') && <FirstDocument onlyEmpty />}
    </Page>
  );
}

type PlanView = components['schemas']['OrganizationPlanDto'];

function Tiles({ plan }: { plan: PlanView | undefined }) {
  const { limits, usage } = plan ?? {};
  const tiles = [
    {
      label: text.members,
      used: usage?.members,
      limit: limits?.members,
      say: (n: number) => n.toLocaleString('en'),
    },
    { label: text.storage, used: usage?.storage_bytes, limit: limits?.storage, say: sayBytes },
    {
      label: text.collections,
      used: usage?.collections,
      limit: limits?.collections,
      say: (n: number) => n.toLocaleString('en'),
    },
  ];
  return (
    <div className="tiles">
      {tiles.map((tile) => (
        <Tile key={tile.label} {...tile} />
      ))}
      <div className="card tile">
        <div className="label">{text.plan}</div>
        <div className="value capital">{plan === undefined ? '…' : (plan.plan?.type ?? T.common.none)}</div>
        <span className="two">
          {plan?.plan === null
            ? text.noPlan
            : limits?.requests_per_minute != null
              ? `${limits.requests_per_minute.toLocaleString('en')} ${T.org.settings.limits.requests}`
              : '\u00a0'}
        </span>
      </div>
    </div>
  );
}

interface TileProps {
  label: string;
  used: number | undefined;
  limit: number | null | undefined;
  say: (n: number) => string;
}

function Tile({ label, used, limit, say }: TileProps) {
  const part = used !== undefined && limit != null && limit > 0 ? Math.min(1, used / limit) : 0;
  return (
    <div className="card tile">
      <div className="label">{label}</div>
      {/* Its words come at once: they do not move aside for each other. */}
      <div className="value" key={used === undefined ? 'awaited' : 'known'}>
        {used === undefined ? '…' : say(used)}{' '}
        <small>
          {limit != null
            ? `${T.common.of} ${say(limit)}`
            : used === undefined
              ? '\u00a0'
              : T.common.unlimited}
        </small>
      </div>
      <div className="meter" role="img" aria-label={`${label}: ${Math.round(part * 100)} %`}>
        <i className={part > 0.85 ? 'high' : ''} style={{ width: `${part * 100}%` }} />
      </div>
    </div>
  );
}

function Moving() {
  const { data } = useMoves();
  return <MoveBar moves={data} />;
}

function Activity() {
  const { client, key, organization } = useOrganization();
  const { data, error } = useQuery({
    queryKey: [...key, 'audit', 'recent'],
    queryFn: () => ok(client.GET('/v1/audit', { params: { query: { limit: 8 } } })),
    refetchInterval: 60_000,
  });
  return (
    <Card
      title={text.activity}
      aside={
        <Anchor component={Link} to={`/o/${organization.id}/audit`} size="sm">
          {text.all}
        </Anchor>
      }
    >
      <ErrorNotice error={error} />
      {data === undefined && error === null && <Skeleton height={200} />}
      {data?.items.length === 0 && <p className="two">{text.noActivity}</p>}
      <ul className="feed">
        {data?.items.map((entry) => (
          <li key={entry.id}>
            <span>{sayAction(entry)}</span>
            <When at={entry.at} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function useCollections() {
  const { client, key } = useOrganization();
  return useQuery({
    queryKey: [...key, 'collections'],
    queryFn: async () => (await ok(client.GET('/v1/data'))).items,
  });
}

function CollectionsCard() {
  const { organization } = useOrganization();
  const { data, error } = useCollections();
  return (
    <Card
      title={text.collectionsTitle}
      aside={
        <Anchor component={Link} to={`/o/${organization.id}/data`} size="sm">
          {text.all}
        </Anchor>
      }
    >
      <ErrorNotice error={error} />
      {data === undefined && error === null && <Skeleton height={120} />}
      {data?.length === 0 && <p className="two">{text.noCollections}</p>}
      <ul className="feed">
        {data?.slice(0, 8).map(({ name, count, size }) => (
          <li key={name}>
            <Anchor component={Link} to={`/o/${organization.id}/data/${encodeURIComponent(name)}`}>
              {name}
            </Anchor>
            <span className="two">
              {text.documents(count)}, {sayBytes(size)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** @param onlyEmpty shown until there is a document */
function FirstDocument({ onlyEmpty = false }: { onlyEmpty?: boolean }) {
  const { organization } = useOrganization();
  const { data } = useCollections();
  if (onlyEmpty && (data === undefined || data.some(({ count }) => count > 0))) return null;
  return (
    <Card title={text.first}>
      <p className="lead">{text.firstText}</p>
      <CodeSample
        open
        call={{
          method: 'POST',
          path: '/v1/data/{collection}',
          params: { collection: 'orders' },
          body: { item: 'coffee', total: 12.5 },
          organizationId: organization.id,
        }}
      />
    </Card>
  );
}
