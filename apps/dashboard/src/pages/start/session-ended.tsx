import { Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Account } from '../../data/session.js';
import { SignInForm } from './sign-in.js';
import { T } from '../../texts/en.js';

/** Lies over the page, which keeps what was typed. */
export function SessionEnded() {
  const known = useQueryClient().getQueriesData<Account>({ queryKey: ['me', ''] });
  const email = known.map(([, account]) => account?.email).find((one) => one !== undefined);
  return (
    <Modal
      opened
      onClose={() => undefined}
      title={T.common.expired.title}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Text size="sm" mb="md">
        {T.common.expired.text}
      </Text>
      <SignInForm email={email ?? undefined} />
    </Modal>
  );
}
