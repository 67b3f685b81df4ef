import { Anchor, Breadcrumbs, Button, UnstyledButton } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { IconDatabase, IconPlus, IconUpload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { OFTEN_MS, useRows } from '../../data/pages.js';
import { useOrganization } from '../../data/session.js';
import { type Document, type Json, sayValue, typeOf } from '../../data/values.js';
import { T } from '../../texts/en.js';
import { CodeSample, ShowAsCode } from '../../ui/code.js';
import { type Column, Grid } from '../../ui/grid.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { useAddress } from '../../ui/use-address.js';
import { DocumentDrawer } from './document.js';
import { ExportButton } from './export-button.js';
import { FilterBuilder } from './filter-builder.js';
import { ImportDialog } from './import-dialog.js';
import { MomentBanner, MomentButton } from './moment.js';

const text = T.data;
/** Columns beside the _id: the fields that most of the first documents have. */
const COLUMNS = 5;

export function Documents() {
  const { collection = '' } = useParams();
  const { client, key, can, organization } = useOrganization();
  const [filter, setFilter] = useAddress('filter');
  const [sort, setSort] = useAddress('sort');
  const [opened, setOpened] = useAddress('document');
  const [moment, setMoment] = useAddress('moment');
  const asOf = moment === '' ? {} : { 'X-As-Of': moment };
  const canWrite = can('data.write') && moment === '';
  const [isImporting, setImporting] = useState(false);
  const params = { path: { collection }, header: asOf };
  const query = {
    json: 'relaxed' as const,
    limit: 100,
    ...(filter === '' ? {} : { filter }),
    ...(sort === '' ? {} : { sort }),
  };
  const list = useRows<Document>(
    [...key, 'documents', collection, filter, sort, moment],
    async (cursor) => {
      const reply = await client.GET('/v1/data/{collection}', {
        params: { ...params, query: { ...query, cursor } },
      });
      return reply as typeof reply & { data?: { items: Document[]; next_cursor?: string | null } };
    },
    () => (moment === '' ? OFTEN_MS : false),
  );
  const count = useQuery({
    queryKey: [...key, 'documents', collection, 'count', filter, moment],
    queryFn: async () =>
      (
        await ok(
          client.GET('/v1/data/{collection}/count', {
            params: { ...params, query: filter === '' ? {} : { filter } },
          }),
        )
      ).count,
  });
  const columns = useMemo(() => columnsOf(list.rows, setOpened), [list.rows, setOpened]);
  const call = {
    method: 'GET' as const,
    path: '/v1/data/{collection}',
    params: { collection },
    query: { ...(filter === '' ? {} : { filter }), ...(sort === '' ? {} : { sort }) },
    ...(moment === '' ? {} : { headers: { 'X-As-Of': moment } }),
    organizationId: organization.id,
  };
  return (
    <Page
      title={collection}
      text={
        <Breadcrumbs component="span" separatorMargin={6}>
          <Anchor component={Link} to={`/o/${organization.id}/data`}>
            {text.title}
          </Anchor>
          <span>{count.data === undefined ? '…' : text.filter.count(count.data)}</span>
        </Breadcrumbs>
      }
      actions={
        <>
          <MomentButton onChoose={setMoment} />
          {can('data.export') && moment === '' && <ExportButton collection={collection} filter={filter} />}
          {canWrite && (
            <>
              <Button
                variant="default"
                leftSection={<IconUpload size={16} aria-hidden />}
                onClick={() => setImporting(true)}
              >
                {text.import}
              </Button>
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened('new')}>
                {text.add}
              </Button>
            </>
          )}
        </>
      }
    >
      {moment !== '' && <MomentBanner moment={moment} onEnd={() => setMoment('')} />}
      <Card flush>
        <FilterBuilder filter={filter} sort={sort} onFilter={setFilter} onSort={setSort} />
        <ErrorNotice error={list.error} onRetry={list.refetch} />
        <Grid
          {...list}
          label={collection}
          columns={columns}
          keyOf={({ _id }) => JSON.stringify(_id)}
          file={collection}
          empty={
            list.error !== null ? null : moment !== '' ? (
              <Empty title={text.moment.none} text={text.moment.noneText} icon={IconDatabase} />
            ) : (
              <Empty title={text.noneHere} text={text.noneHereText} icon={IconDatabase}>
                <div className="teach">
                  <CodeSample
                    call={{
                      ...call,
                      method: 'POST',
                      query: undefined,
                      body: { item: 'coffee', total: 12.5 },
                    }}
                  />
                </div>
              </Empty>
            )
          }
        />
      </Card>
      <ShowAsCode call={call} />
      {opened !== '' && (
        <DocumentDrawer collection={collection} id={opened} moment={moment} onClose={() => setOpened('')} />
      )}
      {isImporting && <ImportDialog collection={collection} onClose={() => setImporting(false)} />}
    </Page>
  );
}

function columnsOf(rows: Document[], open: (id: string) => void): Column<Document>[] {
  const counts = new Map<string, number>();
  for (const row of rows.slice(0, 100))
    for (const key of Object.keys(row))
      if (key !== '_id' && key !== '_rev') counts.set(key, (counts.get(key) ?? 0) + 1);
  const fields = [...counts].sort((a, b) => b[1] - a[1]).slice(0, COLUMNS);
  return [
    {
      id: '_id',
      head: '_id',
      value: ({ _id }) => sayValue(_id),
      cell: ({ _id }) => (
        <UnstyledButton className="mono linkish" onClick={() => open(JSON.stringify(_id))}>
          {sayValue(_id)}
        </UnstyledButton>
      ),
    },
    ...fields.map(([field]): Column<Document> => ({
      id: field,
      head: field,
      end: rows.slice(0, 100).every((row) => row[field] === undefined || typeof row[field] === 'number'),
      value: (row) => (typeof row[field] === 'number' ? row[field] : sayValue(row[field])),
      cell: (row) => <Value value={row[field]} />,
    })),
  ];
}

/** A value with the name of its type, where JSON alone would not tell. */
function Value({ value }: { value: Json | undefined }) {
  const type = typeOf(value);
  if (value === undefined) return null;
  if (type !== undefined)
    return (
      <>
        <Tag>{type}</Tag> {sayValue(value)}
      </>
    );
  if (value !== null && typeof value === 'object') return <span className="mono">{sayValue(value)}</span>;
  return <>{sayValue(value)}</>;
}
