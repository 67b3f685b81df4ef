import { Button, Group, Slider, Text } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMoves } from '../../data/moves.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { type Column, Grid } from '../../ui/grid.js';
import { MoveBar } from '../../ui/move-bar.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { sayBytes, sayTime, When } from '../../ui/time.js';

type Preview = components['schemas']['UndoPreviewDto'];
type Change = components['schemas']['CollectionChangeDto'];
const text = T.undo;
const current = { path: { id: 'current' } };
/** Seconds of the window that pass while somebody looks. */
const MARGIN = 20;

export function Undo() {
  const { client, key, can } = useOrganization();
  const history = useQuery({
    queryKey: [...key, 'history'],
    queryFn: () => ok(client.GET('/v1/organizations/{id}/history', { params: current })),
    enabled: can('data.undo'),
    refetchInterval: 15_000,
  });
  const moves = useMoves();
  return (
    <Page title={text.title} text={text.text}>
      <MoveBar moves={moves.data} />
      <ErrorNotice error={history.error} onRetry={() => void history.refetch()} />
      {history.data !== undefined && <Moment oldest={history.data.oldest} now={history.data.now} />}
      {history.data !== undefined && <Kept kept={history.data.kept} />}
    </Page>
  );
}

/** The clock of the database counts: the slider goes from its present backwards. */
function Moment({ oldest, now }: { oldest: string; now: string }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const [ago, setAgo] = useState(60);
  const [isAsking, setAsking] = useState(false);
  const longest = Math.max(1, Math.floor((Date.parse(now) - Date.parse(oldest)) / 1000) - MARGIN);
  const at = new Date(Date.parse(now) - Math.min(ago, longest) * 1000).toISOString();
  const preview = useMutation({
    mutationFn: () =>
      ok(client.POST('/v1/organizations/{id}/undo/preview', { params: current, body: { at } })),
  });
  return (
    <Card title={text.moment}>
      <p className="moment">
        {sayTime(at)}{' '}
        <Text component="span" c="dimmed">
          {text.ago(Math.min(ago, longest))}
        </Text>
      </p>
      <Slider
        className="time-slider"
        thumbLabel={text.slider}
        min={0}
        max={longest}
        value={longest - Math.min(ago, longest)}
        label={(value) => text.ago(longest - value)}
        onChange={(value) => {
          setAgo(longest - value);
          preview.reset();
        }}
      />
      <Group mt="lg">
        <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
          {text.preview}
        </Button>
        {preview.data !== undefined && <Button onClick={() => setAsking(true)}>{text.undo}</Button>}
      </Group>
      <ErrorNotice error={preview.error} />
      {preview.data !== undefined && <Changes preview={preview.data} />}
      <ShowAsCode
        call={{
          method: 'POST',
          path: '/v1/organizations/{id}/undo',
          params: { id: 'current' },
          body: { at: preview.data?.cluster_time ?? at },
          organizationId: organization.id,
        }}
      />
      {isAsking && preview.data !== undefined && (
        <Confirm
          title={text.undo}
          text={text.undoText(sayTime(preview.data.at))}
          button={text.undo}
          word={organization.name}
          danger
          onClose={() => setAsking(false)}
          act={async () => {
            const body = { at: preview.data.cluster_time };
            await ok(client.POST('/v1/organizations/{id}/undo', { params: current, body }));
            say(text.started);
            preview.reset();
            await queries.invalidateQueries({ queryKey: key });
          }}
        />
      )}
    </Card>
  );
}

const COLUMNS: Column<Change>[] = [
  {
    id: 'name',
    head: text.collection,
    value: ({ name }) => name,
    cell: ({ name }) => <strong className="strong">{name}</strong>,
  },
  {
    id: 'change',
    head: text.change,
    value: ({ change }) => change,
    cell: ({ change, redefined }) => (
      <>
        <Tag tone={change === 'kept' ? 'neutral' : change === 'restored' ? 'ok' : 'warn'}>
          {text.kinds[change]}
        </Tag>
        {redefined && <span className="two">{text.redefined}</span>}
      </>
    ),
  },
  {
    id: 'then',
    head: text.then,
    end: true,
    value: ({ documents_then }) => documents_then ?? '',
    cell: ({ documents_then }) => documents_then?.toLocaleString('en') ?? text.unknown,
  },
  {
    id: 'now',
    head: text.now,
    end: true,
    value: ({ documents_now }) => documents_now ?? '',
    cell: ({ documents_now }) => documents_now?.toLocaleString('en') ?? text.unknown,
  },
];

const Changes = ({ preview }: { preview: Preview }) => (
  <>
    <h3 className="subhead">{text.changes}</h3>
    <div className="card">
      <Grid
        rows={preview.collections}
        label={text.changes}
        columns={COLUMNS}
        keyOf={({ name }) => name}
        empty={<Empty title={text.none} text={text.text} />}
      />
    </div>
  </>
);

function Kept({ kept }: { kept: components['schemas']['KeptGenerationDto'][] }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<{ generation: number; act: 'back' | 'drop' }>();
  return (
    <Card title={text.kept}>
      <p className="lead">{kept.length === 0 ? text.nothingKept : text.keptText}</p>
      {kept.map(({ generation, left_at, kept_until, bytes }) => (
        <div className="row" key={generation}>
          <div>
            <h3>{text.generation(generation)}</h3>
            <p>
              <When at={left_at} />, {sayBytes(bytes)}, {text.keptUntil} <When at={kept_until} date />
            </p>
          </div>
          <div className="actions">
            <Button
              size="xs"
              variant="default"
              className="act-danger"
              onClick={() => setChosen({ generation, act: 'drop' })}
            >
              {text.drop}
            </Button>
            <Button size="xs" variant="default" onClick={() => setChosen({ generation, act: 'back' })}>
              {text.back}
            </Button>
          </div>
        </div>
      ))}
      {chosen !== undefined && (
        <Confirm
          title={text[chosen.act]}
          text={
            chosen.act === 'drop'
              ? text.dropText(chosen.generation)
              : text.undoText(text.generation(chosen.generation))
          }
          button={text[chosen.act]}
          word={chosen.act === 'back' ? organization.name : undefined}
          danger
          onClose={() => setChosen(undefined)}
          act={async () => {
            const { generation } = chosen;
            if (chosen.act === 'back') {
              await ok(client.POST('/v1/organizations/{id}/undo', { params: current, body: { generation } }));
              say(text.started);
            } else {
              const params = { path: { id: 'current', generation } };
              await ok(client.DELETE('/v1/organizations/{id}/generations/{generation}', { params }));
            }
            await queries.invalidateQueries({ queryKey: key });
          }}
        />
      )}
    </Card>
  );
}
