import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { T } from '../texts/en.js';
import { type Call, ShowAsCode } from './code.js';
import { ErrorNotice } from './problem.js';

interface FormDialogProps {
  title: string;
  text?: string;
  button: string;
  size?: string;
  disabled?: boolean;
  /** The same act in code. */
  call?: Call;
  /** What it refuses, the dialog shows; what was typed stays. */
  act: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, text, button, size, disabled, call, act, onClose, children } = props;
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
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {text !== undefined && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
          {children}
          <ErrorNotice error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {T.common.cancel}
            </Button>
            <Button type="submit" loading={isBusy} disabled={disabled}>
              {button}
            </Button>
          </Group>
        </Stack>
      </form>
      {call !== undefined && <ShowAsCode call={call} />}
    </Modal>
  );
}
