import { Anchor, Button, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDatabase, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { OFTEN_MS } from '../../data/pages.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { CodeSample } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { type Column, Grid } from '../../ui/grid.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { JsonField } from '../../ui/json-field.js';
import { say } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { RowMenu } from '../../ui/row-menu.js';
import { sayBytes } from '../../ui/time.js';

type Collection = components['schemas']['CollectionDto'];
const text = T.data;

export function Collections() {
  const { client, key, can, organization } = useOrganization();
  const [isNew, setNew] = useState(false);
  const [dropped, setDropped] = useState<string>();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: [...key, 'collections'],
    queryFn: async () => (await ok(client.GET('/v1/data'))).items,
    enabled: can('data.read'),
    refetchInterval: OFTEN_MS,
  });
  const create = can('data.write') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNew(true)}>
      {text.create}
    </Button>
  );
  const at = (name: string) => `/o/${organization.id}/data/${encodeURIComponent(name)}`;
  const columns: Column<Collection>[] = [
    {
      id: 'name',
      head: text.collection,
      value: ({ name }) => name,
      cell: ({ name }) => (
        <Anchor component={Link} to={at(name)}>
          {name}
        </Anchor>
      ),
    },
    {
      id: 'count',
      head: text.documents,
      end: true,
      value: ({ count }) => count,
      cell: ({ count }) => count.toLocaleString('en'),
    },
    { id: 'size', head: text.size, end: true, value: ({ size }) => size, cell: ({ size }) => sayBytes(size) },
    {
      id: 'acts',
      head: '',
      end: true,
      cell: ({ name }) => (
        <RowMenu
          what={name}
          acts={can('data.drop') ? [{ label: text.drop, danger: true, act: () => setDropped(name) }] : []}
        />
      ),
    },
  ];
  const empty = (
    <Empty title={text.none} text={text.noneText} icon={IconDatabase}>
      {create}
      <div className="teach">
        <CodeSample
          call={{
            method: 'POST',
            path: '/v1/data/{collection}',
            params: { collection: 'orders' },
            body: { item: 'coffee', total: 12.5 },
            organizationId: organization.id,
          }}
        />
      </div>
    </Empty>
  );
  return (
    <Page title={text.title} text={text.text} actions={create}>
      <Card flush>
        <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
        <Grid
          rows={list.data ?? []}
          isLoading={list.isPending}
          label={text.title}
          columns={columns}
          keyOf={({ name }) => name}
          file="collections"
          empty={empty}
        />
      </Card>
      {isNew && <NewCollection onClose={() => setNew(false)} />}
      {dropped !== undefined && (
        <Confirm
          title={text.drop}
          text={text.dropText(dropped)}
          button={text.drop}
          word={dropped}
          danger
          onClose={() => setDropped(undefined)}
          act={async () => {
            const params = { path: { collection: dropped } };
            await ok(client.DELETE('/v1/data/{collection}', { params }));
            await queries.invalidateQueries({ queryKey: [...key, 'collections'] });
            say(text.dropped);
          }}
        />
      )}
    </Page>
  );
}

function NewCollection({ onClose }: { onClose: () => void }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [json, setJson] = useState('{\n  "item": "coffee",\n  "total": 12.5\n}');
  let body: Record<string, unknown> | undefined;
  try {
    body = JSON.parse(json) as Record<string, unknown>;
  } catch {
    // The field says where it goes wrong.
  }
  return (
    <FormDialog
      title={text.create}
      text={text.createText}
      button={T.common.create}
      size="lg"
      disabled={body === undefined || name === ''}
      onClose={onClose}
      call={{
        method: 'POST',
        path: '/v1/data/{collection}',
        params: { collection: name },
        body,
        organizationId: organization.id,
      }}
      act={async () => {
        const params = { path: { collection: name } };
        await ok(client.POST('/v1/data/{collection}', { params, body: body ?? {} }));
        await queries.invalidateQueries({ queryKey: [...key, 'collections'] });
        await navigate(`/o/${organization.id}/data/${encodeURIComponent(name)}`);
      }}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <JsonField label={text.document.field} value={json} onChange={setJson} minRows={6} />
    </FormDialog>
  );
}
