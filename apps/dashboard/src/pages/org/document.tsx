import { Button, Drawer, Group, Skeleton, Stack } from '@mantine/core';
import { ok, RowhouseError } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { type Document, mergePatch, parseDocument } from '../../data/values.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { Conflict } from '../../ui/conflict.js';
import { Diff } from '../../ui/diff.js';
import { JsonField } from '../../ui/json-field.js';
import { say } from '../../ui/notify.js';
import { ErrorNotice } from '../../ui/problem.js';

const text = T.data.document;
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

interface DrawerProps {
  collection: string;
  /** The _id as JSON, or `new`. */
  id: string;
  /** What is shown is of then, and cannot be changed; empty: of now. */
  moment: string;
  onClose: () => void;
}

export function DocumentDrawer({ collection, id, moment, onClose }: DrawerProps) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={id === 'new' ? text.new : text.title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      {id === 'new' ? (
        <NewDocument collection={collection} onClose={onClose} />
      ) : (
        <Existing collection={collection} id={id} moment={moment} onClose={onClose} />
      )}
    </Drawer>
  );
}

/** Documents and their counts are asked for again. */
function useChanged(collection: string) {
  const { key } = useOrganization();
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: [...key, 'documents', collection] });
    await queries.invalidateQueries({ queryKey: [...key, 'collections'] });
  };
}

function NewDocument({ collection, onClose }: Omit<DrawerProps, 'id' | 'moment'>) {
  const { client, organization } = useOrganization();
  const changed = useChanged(collection);
  const [json, setJson] = useState('{\n  \n}');
  const [error, setError] = useState<unknown>(null);
  const parsed = parseDocument(json, text.notObject);
  const body = 'value' in parsed ? parsed.value : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      await ok(client.POST('/v1/data/{collection}', { params: { path: { collection } }, body: body ?? {} }));
      await changed();
      say(text.created);
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <JsonField label={text.field} description={text.newText} value={json} onChange={setJson} />
        <ErrorNotice error={error} />
        <Group justify="flex-end">
          <Button type="submit" disabled={body === undefined}>
            {text.create}
          </Button>
        </Group>
        <ShowAsCode
          call={{
            method: 'POST',
            path: '/v1/data/{collection}',
            params: { collection },
            body,
            organizationId: organization.id,
          }}
        />
      </Stack>
    </form>
  );
}

interface Version {
  document: Document;
  etag: string | undefined;
}

function Existing({ collection, id, moment, onClose }: DrawerProps) {
  const { client, key } = useOrganization();
  const params = {
    path: { collection, id },
    query: { id_type: 'json' as const, json: 'relaxed' as const },
    header: moment === '' ? {} : { 'X-As-Of': moment },
  };
  const loaded = useQuery({
    queryKey: [...key, 'document', collection, id, moment],
    queryFn: async (): Promise<Version> => {
      const reply = await client.GET('/v1/data/{collection}/{id}', { params });
      return {
        document: (await ok(reply)) as Document,
        etag: reply.response.headers.get('etag') ?? undefined,
      };
    },
    // What is edited does not change under the hands; a save finds out.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (loaded.error !== null) return <ErrorNotice error={loaded.error} />;
  if (loaded.data === undefined) return <Skeleton height={320} />;
  return (
    <Editor
      {...{ collection, id, moment, onClose }}
      version={loaded.data}
      reload={() => void loaded.refetch()}
    />
  );
}

interface EditorProps extends DrawerProps {
  version: Version;
  reload: () => void;
}

function Editor({ collection, id, moment, onClose, version, reload }: EditorProps) {
  const { client, can, organization } = useOrganization();
  const canWrite = can('data.write') && moment === '';
  const changed = useChanged(collection);
  const { _rev, ...before } = version.document;
  const [json, setJson] = useState(() => pretty(before));
  const [isReviewing, setReviewing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const [theirs, setTheirs] = useState<Version>();
  const [error, setError] = useState<unknown>(null);
  // Another version came: what was not edited shows it.
  useEffect(() => setJson(pretty(before)), [version]); // eslint-disable-line react-hooks/exhaustive-deps -- before is part of version
  const parsed = parseDocument(json, text.notObject);
  const after = 'value' in parsed ? parsed.value : undefined;
  const patch = after === undefined ? undefined : mergePatch(before, after);
  const isChanged = after !== undefined && JSON.stringify(before) !== JSON.stringify(after);
  const params = { path: { collection, id }, query: { id_type: 'json' as const, json: 'relaxed' as const } };

  const save = async (etag: string | undefined) => {
    setError(null);
    const header = etag === undefined ? {} : { 'If-Match': etag };
    try {
      if (patch !== undefined) {
        await ok(client.PATCH('/v1/data/{collection}/{id}', { params: { ...params, header }, body: patch }));
      } else {
        await ok(
          client.PUT('/v1/data/{collection}/{id}', { params: { ...params, header }, body: after ?? {} }),
        );
      }
      say(text.saved);
      await changed();
      onClose();
    } catch (failure) {
      if (!(failure instanceof RowhouseError && failure.status === 412)) return setError(failure);
      setReviewing(false);
      const reply = await client.GET('/v1/data/{collection}/{id}', { params });
      if (!reply.response.ok) return setError(failure);
      setTheirs({ document: reply.data as Document, etag: reply.response.headers.get('etag') ?? undefined });
    }
  };

  if (theirs !== undefined) {
    const { _rev: _, ...now } = theirs.document;
    return (
      <Conflict
        theirs={now}
        yours={after ?? {}}
        onTake={() => {
          setTheirs(undefined);
          reload();
        }}
        onOverwrite={() => {
          setTheirs(undefined);
          void save(theirs.etag);
        }}
      />
    );
  }
  return (
    <Stack gap="md">
      <p className="two">
        {text.text}
        {typeof _rev === 'number' || typeof _rev === 'string' ? ` (_rev ${_rev})` : ''}
      </p>
      <JsonField label={text.field} value={json} onChange={setJson} readOnly={!canWrite} />
      <ErrorNotice error={error} />
      {isReviewing && after !== undefined && (
        <>
          <p className="two">{patch === undefined ? text.replace : text.patch}</p>
          <Diff before={before} after={after} label={text.review} />
          {patch !== undefined && (
            <ShowAsCode
              call={{
                method: 'PATCH',
                path: '/v1/data/{collection}/{id}',
                params: { collection, id },
                query: { id_type: 'json' },
                body: patch,
                organizationId: organization.id,
              }}
            />
          )}
        </>
      )}
      {canWrite && (
        <Group justify="space-between">
          <Button variant="subtle" className="act-danger" onClick={() => setRemoving(true)}>
            {text.remove}
          </Button>
          {isReviewing ? (
            <Button onClick={() => void save(version.etag)}>{T.common.save}</Button>
          ) : (
            <Button disabled={!isChanged} onClick={() => setReviewing(true)}>
              {isChanged || after === undefined ? text.review : text.unchanged}
            </Button>
          )}
        </Group>
      )}
      {isRemoving && (
        <Confirm
          title={text.remove}
          text={text.removeText}
          button={text.remove}
          danger
          onClose={() => setRemoving(false)}
          act={async () => {
            const query = { id_type: 'json' as const };
            await ok(client.DELETE('/v1/data/{collection}/{id}', { params: { path: params.path, query } }));
            await changed();
            say(text.removed);
            onClose();
          }}
        />
      )}
    </Stack>
  );
}
