import { Alert, Button, Group, Stack } from '@mantine/core';
import { T } from '../texts/en.js';
import { Diff } from './diff.js';

const text = T.common.conflict;

interface ConflictProps {
  theirs: unknown;
  yours: unknown;
  onTake: () => void;
  onOverwrite: () => void;
}

/** Somebody was faster (412): both versions, and a choice. */
export function Conflict({ theirs, yours, onTake, onOverwrite }: ConflictProps) {
  return (
    <Stack gap="md">
      <Alert
        role="alert"
        color="yellow"
        variant="outline"
        title={text.title}
        classNames={{ title: 'strong' }}
      >
        {text.text}
      </Alert>
      <p className="two">
        − {text.theirs}, + {text.yours}
      </p>
      <Diff before={theirs} after={yours} label={text.title} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onTake}>
          {text.take}
        </Button>
        <Button onClick={onOverwrite}>{text.overwrite}</Button>
      </Group>
    </Stack>
  );
}
