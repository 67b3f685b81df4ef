import { Anchor, Button, Group, Loader, Modal, Select, Stack, TextInput } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { SecretBox } from '../../ui/confirm.js';
import { Facts } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { sayTime } from '../../ui/time.js';

const text = T.platform.create;

interface Made {
  id: string;
  email: string;
  secret: string;
  until: string;
}

/** Makes an organization with an owner, who gets a temporary password that is shown once. */
export function CreateOrganization({ onClose }: { onClose: () => void }) {
  const { client, key } = useScope();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [plan, setPlan] = useState<string | null>(null);
  const [step, setStep] = useState<number>();
  const [made, setMade] = useState<Made>();
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      setStep(0);
      // Nobody knows this password: the temporary one replaces it before anybody signs in.
      const body = { organization_name: name, email, password: randomPassword() };
      const { data } = await ok(client.POST('/org/create', { body }));
      setStep(1);
      const owner = { path: { id: data.admin_id } };
      const account = await ok(client.GET('/v1/platform/users/{id}', { params: owner }));
      const id = account.organization_id ?? '';
      if (plan !== null) {
        await ok(
          client.PUT('/v1/platform/organizations/{id}/plan', { params: { path: { id } }, body: { plan } }),
        );
      }
      setStep(2);
      const secret = await ok(
        client.POST('/v1/platform/users/{id}/initial-secret', { params: owner, body: {} }),
      );
      setStep(3);
      setMade({ id, email, secret: secret.initial_secret, until: sayTime(secret.initial_secret_expires_at) });
      await queries.invalidateQueries({ queryKey: key });
    } catch (failure) {
      setError(failure);
      setStep(undefined);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={made === undefined ? text.title : text.done(name)}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      {made !== undefined ? (
        <Result made={made} onClose={onClose} />
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="md">
            <TextInput
              label={text.name}
              required
              withAsterisk={false}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <TextInput
              label={text.admin}
              type="email"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Select
              label={text.plan}
              placeholder={T.common.none}
              clearable
              data={['basic', 'pro', 'premium']}
              value={plan}
              onChange={setPlan}
            />
            {step !== undefined && <Steps step={step} />}
            <ErrorNotice error={error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {T.common.cancel}
              </Button>
              <Button type="submit" loading={step !== undefined}>
                {text.button}
              </Button>
            </Group>
          </Stack>
          <ShowAsCode
            call={{
              method: 'POST',
              path: '/org/create',
              body: { organization_name: name, email, password: '…' },
              open: true,
            }}
          />
        </form>
      )}
    </Modal>
  );
}

function Steps({ step }: { step: number }) {
  return (
    <ol className="steps" aria-live="polite">
      {text.steps.map((name, index) => (
        <li key={name} aria-current={index === step ? 'step' : undefined}>
          <span className={index < step ? 'dot done' : 'dot'}>
            {index < step ? <IconCheck size={15} /> : index === step ? <Loader size={14} /> : index + 1}
          </span>
          {name}
        </li>
      ))}
    </ol>
  );
}

const Result = ({ made, onClose }: { made: Made; onClose: () => void }) => (
  <Stack gap="md">
    <p className="lead">{text.owner}</p>
    <Facts items={[[T.start.signIn.email, made.email]]} />
    <SecretBox secret={made.secret} />
    <p className="two">
      {T.common.secret.text} {T.common.secret.until(made.until)}
    </p>
    <Group justify="space-between">
      <Anchor component={Link} to={`/platform/organizations/${made.id}`}>
        {text.open}
      </Anchor>
      <Button onClick={onClose}>{T.common.secret.done}</Button>
    </Group>
  </Stack>
);

const randomPassword = (): string =>
  `Aa1-${[...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(36)).join('')}`;
