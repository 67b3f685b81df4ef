import { Button, Modal, Stack, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { IconArchive } from '@tabler/icons-react';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { CodeBlock } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { type Column, Grid } from '../../ui/grid.js';
import { say, sayFailed } from '../../ui/notify.js';
import { Card, Empty, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { BackupSchedule } from './backup-schedule.js';
import { RowMenu } from '../../ui/row-menu.js';
import { Tag, toneOf } from '../../ui/tag.js';
import { sayBytes, sayTime, When } from '../../ui/time.js';

type Backup = components['schemas']['BackupDto'];
const text = T.backups;
const isBusy = ({ phase, verification }: Backup): boolean =>
  phase === 'waiting' || phase === 'running' || verification === 'waiting';

export function Backups() {
  const { client, key, can, organization } = useOrganization();
  const queries = useQueryClient();
  const [isNew, setNew] = useState(false);
  const [note, setNote] = useState('');
  // A running one is followed; every instance answers the same.
  const list = useInfiniteQuery({
    queryKey: [...key, 'backups'],
    queryFn: ({ pageParam }) => ok(client.GET('/v1/backups', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isBusy)) ? 1000 : 60_000,
    enabled: can('backups.read'),
  });
  const create = can('backups.manage') && <Button onClick={() => setNew(true)}>{text.create}</Button>;
  const body = note === '' ? {} : { note };
  return (
    <Page title={text.title} text={text.text} actions={create}>
      <Card flush>
        <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
        <BackupTable
          rows={list.data?.pages.flatMap(({ items }) => items) ?? []}
          isLoading={list.isPending}
          more={{
            has: list.hasNextPage,
            isLoading: list.isFetchingNextPage,
            load: () => void list.fetchNextPage(),
          }}
        />
      </Card>
      <BackupSchedule />
      {isNew && (
        <FormDialog
          title={text.create}
          text={text.createText}
          button={text.create}
          onClose={() => setNew(false)}
          call={{ method: 'POST', path: '/v1/backups', body, organizationId: organization.id }}
          act={async () => {
            await ok(client.POST('/v1/backups', { body }));
            await queries.invalidateQueries({ queryKey: [...key, 'backups'] });
            say(text.started);
          }}
        >
          <TextInput
            label={text.note}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
        </FormDialog>
      )}
    </Page>
  );
}

interface TableProps {
  rows: Backup[];
  isLoading: boolean;
  more: { has: boolean; isLoading: boolean; load: () => void };
}

function BackupTable({ rows, isLoading, more }: TableProps) {
  const { client, key, can } = useOrganization();
  const queries = useQueryClient();
  const [removed, setRemoved] = useState<Backup>();
  const [link, setLink] = useState<{ url: string; expires_at: string }>();
  const verify = (id: string) =>
    ok(client.POST('/v1/backups/{id}/verification', { params: { path: { id } } })).then(() => {
      say(text.verifying);
      return queries.invalidateQueries({ queryKey: [...key, 'backups'] });
    }, sayFailed);
  const makeLink = (id: string) =>
    ok(client.POST('/v1/backups/{id}/links', { params: { path: { id } } })).then(setLink, sayFailed);
  const acts = (one: Backup) => [
    ...(one.phase === 'done'
      ? [
          { label: text.download, act: () => void makeLink(one.id) },
          { label: text.verify, act: () => void verify(one.id) },
        ]
      : []),
    { label: text.remove, danger: true, act: () => setRemoved(one) },
  ];
  return (
    <>
      <Grid
        rows={rows}
        isLoading={isLoading}
        more={more}
        label={text.title}
        columns={columnsOf(can('backups.manage') ? acts : () => [])}
        keyOf={({ id }) => id}
        file="backups"
        rowHeight={56}
        empty={<Empty title={text.none} text={text.noneText} icon={IconArchive} />}
      />
      {removed !== undefined && (
        <Confirm
          title={text.remove}
          text={text.removeText}
          button={text.remove}
          danger
          onClose={() => setRemoved(undefined)}
          act={async () => {
            await ok(client.DELETE('/v1/backups/{id}', { params: { path: { id: removed.id } } }));
            await queries.invalidateQueries({ queryKey: [...key, 'backups'] });
          }}
        />
      )}
      {link !== undefined && (
        <Modal
          opened
          onClose={() => setLink(undefined)}
          title={text.download}
          closeButtonProps={{ 'aria-label': T.common.close }}
        >
          <Stack gap="md">
            <p className="lead">{text.downloadText}</p>
            <CodeBlock text={link.url} label={text.download} />
            <p className="two">{T.common.secret.until(sayTime(link.expires_at))}</p>
            <Button component="a" href={link.url}>
              {text.download}
            </Button>
          </Stack>
        </Modal>
      )}
    </>
  );
}

const columnsOf = (
  acts: (one: Backup) => { label: string; danger?: boolean; act: () => void }[],
): Column<Backup>[] => [
  {
    id: 'at',
    head: text.at,
    value: ({ created_at }) => created_at,
    cell: ({ at, created_at, note }) => (
      <>
        <When at={at ?? created_at} />
        <span className="two">{note}</span>
      </>
    ),
  },
  {
    id: 'phase',
    head: text.phase,
    value: ({ phase }) => phase,
    cell: ({ phase, progress, verification, fault }) => (
      <>
        <Tag tone={toneOf(phase)}>{text.phases[phase]}</Tag>{' '}
        {phase === 'running' && `${Math.round(progress * 100)} %`}
        {verification !== null && (
          <Tag tone={verification === 'damaged' ? 'bad' : 'info'}>{text.verification[verification]}</Tag>
        )}
        {fault !== null && <span className="two">{text.faults[fault]}</span>}
      </>
    ),
  },
  { id: 'kind', head: text.kind, value: ({ kind }) => kind, cell: ({ kind }) => text.kinds[kind] },
  {
    id: 'documents',
    head: text.documents,
    end: true,
    value: ({ documents_total }) => documents_total,
    cell: ({ documents_total }) => documents_total.toLocaleString('en'),
  },
  {
    id: 'size',
    head: text.size,
    end: true,
    value: ({ stored_bytes }) => stored_bytes,
    cell: ({ stored_bytes }) => sayBytes(stored_bytes),
  },
  {
    id: 'expires',
    head: text.expires,
    value: ({ expires_at }) => expires_at ?? '',
    cell: ({ expires_at }) => <When at={expires_at} date />,
  },
  { id: 'acts', head: '', end: true, cell: (one) => <RowMenu what={one.created_at} acts={acts(one)} /> },
];
