import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useScope } from '../data/session.js';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../texts/en.js';

interface Asked {
  failed: boolean;
  answer: (password: string | undefined) => void;
}

/** Asks for the password again, for whichever act the service demands it. */
export function StepUp() {
  const rowhouse = useRowhouse();
  const { account } = useScope();
  const [asked, setAsked] = useState<Asked>();
  const [password, setPassword] = useState('');
  useEffect(() => {
    rowhouse.askPassword = (failed) =>
      new Promise((resolve) => {
        setPassword('');
        setAsked({ failed, answer: resolve });
      });
    return () => {
      rowhouse.askPassword = undefined;
    };
  }, [rowhouse]);
  if (asked === undefined) return null;
  const answer = (given: string | undefined) => {
    setAsked(undefined);
    asked.answer(given);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer(password);
  };
  return (
    <Modal
      opened
      zIndex={400}
      size="sm"
      onClose={() => answer(undefined)}
      title={T.common.confirm.title}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <form onSubmit={submit}>
        <input
          className="visually-hidden"
          autoComplete="username"
          value={account.email}
          readOnly
          tabIndex={-1}
          aria-hidden
        />
        <Stack gap="md">
          <Text size="sm">{T.common.confirm.passwordWhy}</Text>
          <PasswordInput
            label={T.common.confirm.password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            data-autofocus
            value={password}
            error={asked.failed ? T.common.confirm.wrong : undefined}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit">{T.common.confirm.button}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
