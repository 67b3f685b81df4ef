import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { AuditEntry, AuditSource } from '../data/audit.js';
import { useRows } from '../data/pages.js';
import { T } from '../texts/en.js';
import { sayAction } from './actions.js';
import { CodeBlock } from './code.js';
import { type Column, Grid } from './grid.js';
import { Card, Empty, Facts } from './page.js';
import { ErrorNotice } from './problem.js';
import { sayTime, When } from './time.js';
import { useAddress, useTypedAddress } from './use-address.js';

const text = T.org.audit;

export function AuditLog({
  source,
  withOrganization = false,
  names,
}: {
  source: AuditSource;
  withOrganization?: boolean;
  /** Of people, by id. */
  names?: ReadonlyMap<string, string>;
}) {
  const action = useTypedAddress('action');
  const [from, setFrom] = useAddress('from');
  const [to, setTo] = useAddress('to');
  const [opened, setOpened] = useState<AuditEntry>();
  const query = {
    limit: 100,
    ...(action.value === '' ? {} : { action: action.value }),
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
  };
  const list = useRows([...source.key, query], (cursor) => source.list({ ...query, cursor }));
  return (
    <Card flush>
      <div className="tools">
        <TextInput
          className="grow"
          label={text.action}
          placeholder={text.actions}
          value={action.typed}
          onChange={(event) => action.setTyped(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={text.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={text.to}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <ErrorNotice error={list.error} onRetry={list.refetch} />
      <Grid
        {...list}
        label={text.title}
        columns={columnsOf(setOpened, withOrganization, names)}
        keyOf={({ id }) => id}
        file="audit"
        empty={
          list.error === null ? <Empty title={text.none} text={text.noneText} icon={IconHistory} /> : null
        }
      />
      {opened !== undefined && <Entry entry={opened} onClose={() => setOpened(undefined)} />}
    </Card>
  );
}

function columnsOf(
  open: (entry: AuditEntry) => void,
  withOrganization: boolean,
  names?: ReadonlyMap<string, string>,
): Column<AuditEntry>[] {
  const nameOf = (id: string | null): string => (id === null ? T.common.service : (names?.get(id) ?? id));
  return [
    { id: 'at', head: text.at, value: ({ at }) => at, cell: ({ at }) => <When at={at} /> },
    {
      id: 'action',
      head: text.action,
      value: ({ action }) => action,
      cell: (entry) => (
        <UnstyledButton className="linkish" onClick={() => open(entry)}>
          {sayAction(entry)}
        </UnstyledButton>
      ),
    },
    {
      id: 'actor',
      head: text.actor,
      value: ({ actor_id }) => nameOf(actor_id),
      cell: ({ actor_id, impersonator_id }) => (
        <span className={actor_id === null || names?.has(actor_id) ? undefined : 'mono'}>
          {nameOf(actor_id)}
          {impersonator_id !== null && <span className="two">{text.impersonated(impersonator_id)}</span>}
        </span>
      ),
    },
    ...(withOrganization
      ? [
          {
            id: 'organization',
            head: T.platform.audit.organization,
            value: (entry: AuditEntry) => entry.organization_id ?? '',
            cell: (entry: AuditEntry) => <span className="mono">{entry.organization_id}</span>,
          },
        ]
      : []),
    { id: 'ip', head: text.address, value: ({ ip }) => ip ?? '', cell: ({ ip }) => ip },
    { id: 'seq', head: '#', end: true, value: ({ seq }) => seq, cell: ({ seq }) => seq },
  ];
}

function Entry({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={text.entry(entry.seq)}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <Facts
        items={[
          [text.action, <span className="mono">{entry.action}</span>],
          [text.at, sayTime(entry.at)],
          [text.actor, <span className="mono">{entry.actor_id ?? T.common.service}</span>],
          [text.target, <span className="mono">{`${entry.target_type} ${entry.target_id}`}</span>],
          [text.address, entry.ip ?? T.common.none],
        ]}
      />
      <h2 className="subhead">{text.details}</h2>
      <CodeBlock text={JSON.stringify(entry.details, null, 2)} label={text.details} />
      <p className="two mono">{entry.hash}</p>
    </Modal>
  );
}
