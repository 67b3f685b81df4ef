import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { type Call, CodeBlock } from '../../ui/code.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { say } from '../../ui/notify.js';
import { Card } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { When } from '../../ui/time.js';

type Enrolment = components['schemas']['EnrolmentDto'];
type Act = 'setUp' | 'renew' | 'remove';
const text = T.factor;

export function SecondFactor() {
  const { client, key } = useScope();
  const [act, setAct] = useState<Act>();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<string[]>();
  const { data, error } = useQuery({
    queryKey: [...key, 'second-factor'],
    queryFn: () => ok(client.GET('/v1/me/second-factor')),
  });
  return (
    <Card title={text.title} aside={data !== undefined && <State isOn={data.enrolled} />}>
      <p className="lead">
        {data?.enrolled ? (
          <>
            {text.since} <When at={data.since} date />, {text.left(data.recovery_codes_left)}
          </>
        ) : (
          text.text
        )}
      </p>
      <ErrorNotice error={error} />
      {data !== undefined && (
        <Group>
          {data.enrolled ? (
            <>
              <Button variant="default" onClick={() => setAct('renew')}>
                {text.renew}
              </Button>
              <Button variant="default" className="act-danger" onClick={() => setAct('remove')}>
                {text.remove}
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setAct('setUp')}>
              {text.setUp}
            </Button>
          )}
        </Group>
      )}
      {act !== undefined && (
        <Ask
          act={act}
          isEnrolled={data?.enrolled ?? false}
          onClose={() => setAct(undefined)}
          onEnrolment={setEnrolment}
          onCodes={setCodes}
        />
      )}
      {enrolment !== undefined && (
        <Scan enrolment={enrolment} onClose={() => setEnrolment(undefined)} onCodes={setCodes} />
      )}
      {codes !== undefined && <Codes codes={codes} onClose={() => setCodes(undefined)} />}
    </Card>
  );
}

const State = ({ isOn }: { isOn: boolean }) => (
  <Tag tone={isOn ? 'ok' : 'neutral'}>{isOn ? text.on : text.off}</Tag>
);

interface AskProps {
  act: Act;
  isEnrolled: boolean;
  onClose: () => void;
  onEnrolment: (enrolment: Enrolment) => void;
  onCodes: (codes: string[]) => void;
}

const BODY = { current_password: '…', code: '123456' };
const CALLS: Record<Act, Call> = {
  setUp: { method: 'POST', path: '/v1/me/second-factor', body: { current_password: '…' } },
  renew: { method: 'POST', path: '/v1/me/second-factor/recovery-codes', body: BODY },
  remove: { method: 'DELETE', path: '/v1/me/second-factor', body: BODY },
};

/** Each act on the factor takes the password, and a code where there is a factor already. */
function Ask({ act, isEnrolled, onClose, onEnrolment, onCodes }: AskProps) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const body = { current_password: password, ...(isEnrolled ? { code } : {}) };
  const run = async () => {
    if (act === 'setUp') return onEnrolment(await ok(client.POST('/v1/me/second-factor', { body })));
    if (act === 'renew')
      onCodes((await ok(client.POST('/v1/me/second-factor/recovery-codes', { body }))).recovery_codes);
    else {
      await ok(client.DELETE('/v1/me/second-factor', { body }));
      say(text.removed);
    }
    await queries.invalidateQueries({ queryKey: [...key, 'second-factor'] });
  };
  return (
    <FormDialog
      title={text[act]}
      text={text.setUpText}
      button={text.next}
      onClose={onClose}
      act={run}
      call={CALLS[act]}
    >
      <PasswordInput
        label={T.account.current}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        data-autofocus
      />
      {isEnrolled && (
        <TextInput
          label={text.code}
          description={text.codeHint}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}

interface ScanProps {
  enrolment: Enrolment;
  onClose: () => void;
  onCodes: (codes: string[]) => void;
}

function Scan({ enrolment, onClose, onCodes }: ScanProps) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  return (
    <FormDialog
      title={text.setUp}
      text={text.scan}
      button={text.confirm}
      call={{ method: 'POST', path: '/v1/me/second-factor/confirm', body: { code } }}
      onClose={onClose}
      act={async () => {
        const made = await ok(client.POST('/v1/me/second-factor/confirm', { body: { code } }));
        await queries.invalidateQueries({ queryKey: [...key, 'second-factor'] });
        onCodes(made.recovery_codes);
        say(text.done);
      }}
    >
      <img className="qr" src={enrolment.qr_code} alt={text.qr} width={200} height={200} />
      <p className="two">{text.manual}</p>
      <CodeBlock text={enrolment.secret} label={text.manual} />
      <TextInput
        label={text.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

const Codes = ({ codes, onClose }: { codes: string[]; onClose: () => void }) => (
  <Modal
    opened
    onClose={onClose}
    title={text.codes}
    closeOnClickOutside={false}
    closeButtonProps={{ 'aria-label': T.common.close }}
  >
    <Stack gap="md">
      <p className="lead">{text.codesText}</p>
      <CodeBlock text={codes.join('\n')} label={text.codes} />
      <Button onClick={onClose}>{T.common.secret.done}</Button>
    </Stack>
  </Modal>
);
