import { Anchor } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Meter } from '../../ui/meter.js';
import { Card } from '../../ui/page.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { sayBytes, When } from '../../ui/time.js';

type Operation = components['schemas']['PlatformOperationDto'];
const text = T.platform.status;
const isOver = ({ phase }: Operation): boolean => phase === 'done' || phase === 'failed';
/** While something is under way, and else. Milliseconds. */
const [LOOK_MS, SELDOM_MS] = [500, 2500];

/** @param organizationId also what is over, of this one; absent: what is under way, of all */
function useOperations(organizationId?: string) {
  const { client, key } = useScope();
  return useQuery({
    queryKey: [...key, 'operations', organizationId ?? ''],
    queryFn: async () => {
      const query = organizationId === undefined ? {} : { organization_id: organizationId };
      return (await ok(client.GET('/v1/platform/operations', { params: { query } }))).items;
    },
    refetchInterval: ({ state }) => (state.data?.some((one) => !isOver(one)) === true ? LOOK_MS : SELDOM_MS),
  });
}

/** A bar for each change that is under way; nothing where there is none. */
export function RunningOperations({ organizationId }: { organizationId?: string }) {
  const running = useOperations(organizationId).data?.filter((one) => !isOver(one)) ?? [];
  if (running.length === 0) return null;
  return (
    <Card title={text.operations}>
      {running.map((one) => (
        <div className="running" key={one.id}>
          <p>
            {text.kinds[one.kind]}: {T.org.settings.phases[one.phase]}{' '}
            <span className="mono">
              {one.from} → {one.to}
            </span>{' '}
            {organizationId === undefined && (
              <Anchor component={Link} to={`/platform/organizations/${one.organization_id}`}>
                {text.organization}
              </Anchor>
            )}
          </p>
          <Meter part={one.progress} label={`${text.kinds[one.kind]} ${one.to}`} />
        </div>
      ))}
    </Card>
  );
}

/** The databases that an organization has and had. */
export function Generations({ organizationId }: { organizationId: string }) {
  const { client, key } = useScope();
  const params = { path: { id: organizationId } };
  const { data } = useQuery({
    queryKey: [...key, 'generations', organizationId],
    queryFn: () => ok(client.GET('/v1/platform/organizations/{id}/generations', { params })),
    refetchInterval: 10_000,
  });
  const operations = useOperations(organizationId);
  return (
    <Card title={text.generations}>
      <p className="lead">{text.generationsText}</p>
      <ul className="feed">
        {data !== undefined && (
          <li>
            <span>
              {T.undo.generation(data.current)} <span className="mono">{data.database}</span>
            </span>
            <Tag tone="ok">{text.current}</Tag>
          </li>
        )}
        {data?.kept.map(({ generation, left_at, kept_until, bytes }) => (
          <li key={generation}>
            <span>
              {T.undo.generation(generation)}
              <span className="two">
                <When at={left_at} />, {sayBytes(bytes)}
              </span>
            </span>
            <span>
              {T.undo.keptUntil} <When at={kept_until} date />
            </span>
          </li>
        ))}
      </ul>
      <h3 className="subhead">{text.history}</h3>
      {operations.data?.length === 0 && <p className="two">{T.org.settings.noMoves}</p>}
      <ul className="feed">
        {operations.data?.map((one) => (
          <li key={one.id}>
            <span>
              <Tag tone={toneOf(one.phase)}>{T.org.settings.phases[one.phase]}</Tag> {text.kinds[one.kind]}{' '}
              <span className="mono">
                {one.from} → {one.to}
              </span>
              {one.pause_ms !== null && <span className="two">{T.org.settings.pause(one.pause_ms)}</span>}
              {one.error !== null && <span className="two">{one.error}</span>}
            </span>
            <When at={one.updated_at} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
