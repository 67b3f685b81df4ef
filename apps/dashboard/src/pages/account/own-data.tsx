import { Alert, Anchor, Button } from '@mantine/core';
import { ok, RowhouseError } from '@rowhouse/api-client/core';
import { useRowhouse } from '@rowhouse/react';
import { IconDownload, IconUserShield } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { Confirm } from '../../ui/confirm.js';
import { say, sayFailed } from '../../ui/notify.js';
import { Card } from '../../ui/page.js';
import { saveJson } from '../../ui/save.js';

const text = T.account.data;

/** What a person may ask for: a copy of everything, and the end of the account. */
export function OwnData() {
  const { account, client } = useScope();
  const [isBusy, setBusy] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  /** Organizations that would have no owner. */
  const [ownerless, setOwnerless] = useState<string[]>([]);
  const download = async () => {
    setBusy(true);
    await saveJson(`account-${account.id}.json`, client.GET('/v1/me/export', { parseAs: 'blob' })).then(
      () => say(text.exported),
      sayFailed,
    );
    setBusy(false);
  };
  return (
    <>
      <Card title={text.title}>
        <div className="row">
          <div>
            <h3>{text.exportTitle}</h3>
            <p>{text.exportText}</p>
          </div>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={isBusy}
            onClick={() => void download()}
          >
            {text.export}
          </Button>
        </div>
        <ShowAsCode call={{ method: 'GET', path: '/v1/me/export' }} />
      </Card>
      <Card title={text.removeTitle} danger>
        {account.platform_operator ? (
          <p className="lead">{text.operator}</p>
        ) : (
          <div className="row">
            <div>
              <p>{text.removeText}</p>
            </div>
            <Button color="red.9" onClick={() => setLeaving(true)}>
              {text.remove}
            </Button>
          </div>
        )}
        {ownerless.length > 0 && <Ownerless ids={ownerless} />}
      </Card>
      {isLeaving && <Leave onClose={() => setLeaving(false)} onOwnerless={setOwnerless} />}
    </>
  );
}

function Leave({ onClose, onOwnerless }: { onClose: () => void; onOwnerless: (ids: string[]) => void }) {
  const { account, client } = useScope();
  const rowhouse = useRowhouse();
  const navigate = useNavigate();
  return (
    <Confirm
      title={text.removeTitle}
      text={text.removeText}
      button={text.remove}
      word={account.email}
      danger
      onClose={onClose}
      call={{ method: 'DELETE', path: '/v1/me', headers: { 'X-Confirm-Password': '…' } }}
      act={async () => {
        onOwnerless([]);
        try {
          await ok(client.DELETE('/v1/me'));
        } catch (error) {
          if (!(error instanceof RowhouseError && error.code === 'account.last_owner')) throw error;
          return onOwnerless(Object.keys(error.problem?.errors ?? {}));
        }
        say(text.removed);
        await rowhouse.signOut();
        await navigate('/');
      }}
    />
  );
}

/** The way out for the only owner of organizations. */
function Ownerless({ ids }: { ids: string[] }) {
  const { account } = useScope();
  const nameOf = (id: string): string => account.organizations.find((one) => one.id === id)?.name ?? id;
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconUserShield size={18} aria-hidden />}
      title={text.lastOwner}
      classNames={{ title: 'alert-title' }}
    >
      {text.lastOwnerText}
      <ul className="plain">
        {ids.map((id) => (
          <li key={id}>
            <strong className="strong">{nameOf(id)}</strong>:{' '}
            <Anchor component={Link} to={`/o/${id}/members`}>
              {text.toMembers}
            </Anchor>
            {', '}
            <Anchor component={Link} to={`/o/${id}/settings`}>
              {text.toSettings}
            </Anchor>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
