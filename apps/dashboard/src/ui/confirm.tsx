import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { T } from '../texts/en.js';
import { type Call, CodeBlock, ShowAsCode } from './code.js';
import { ErrorNotice } from './problem.js';

interface ConfirmProps {
  title: string;
  text: string;
  button: string;
  /** Has to be typed, for what cannot be undone. */
  word?: string;
  danger?: boolean;
  /** The same act in code. */
  call?: Call;
  act: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before an act. */
export function Confirm(props: ConfirmProps) {
  const { title, text, button, word, danger = false, call, act, onClose, children } = props;
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await act();
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': T.common.close }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text size="sm">{text}</Text>
          {children}
          {word !== undefined && (
            <TextInput
              label={T.common.confirm.type(word)}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <ErrorNotice error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {T.common.cancel}
            </Button>
            <Button
              type="submit"
              loading={isBusy}
              color={danger ? 'red.9' : undefined}
              disabled={word !== undefined && typed !== word}
            >
              {button}
            </Button>
          </Group>
        </Stack>
      </form>
      {call !== undefined && <ShowAsCode call={call} />}
    </Modal>
  );
}

/** A temporary password, shown once. */
export function Secret({
  secret,
  until,
  who,
  onClose,
}: {
  secret: string;
  until: string;
  who: string;
  onClose: () => void;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={who}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <Stack gap="md">
        <Text size="sm">{T.common.secret.text}</Text>
        <SecretBox secret={secret} />
        <Text size="sm" c="dimmed">
          {T.common.secret.until(until)}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{T.common.secret.done}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export const SecretBox = ({ secret }: { secret: string }) => (
  <CodeBlock text={secret} label={T.common.secret.title} />
);
