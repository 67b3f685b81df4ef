import { Button, Checkbox, FileInput, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { imports } from '../../data/imports.js';
import { useOrganization } from '../../data/session.js';
import { useImportScope } from '../../data/use-imports.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';

const text = T.data.importing;

export function ImportDialog({ collection, onClose }: { collection: string; onClose: () => void }) {
  const { organization } = useOrganization();
  const scope = useImportScope();
  const [file, setFile] = useState<File | null>(null);
  const [isReplacing, setReplacing] = useState(false);
  const [hasNumbers, setNumbers] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === null) return;
    setBusy(true);
    await imports.begin(scope, { collection, isReplacing, hasNumbers, file });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.title(collection)}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': T.common.close }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {text.text}
          </Text>
          <FileInput
            label={text.file}
            placeholder={text.choose}
            accept=".ndjson,.jsonl,.json,.csv"
            value={file}
            onChange={setFile}
          />
          <Checkbox
            label={text.replace}
            checked={isReplacing}
            onChange={(event) => setReplacing(event.currentTarget.checked)}
          />
          {file?.name.endsWith('.csv') === true && (
            <Checkbox
              label={text.numbers}
              checked={hasNumbers}
              onChange={(event) => setNumbers(event.currentTarget.checked)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {T.common.cancel}
            </Button>
            <Button type="submit" disabled={file === null} loading={isBusy}>
              {text.start}
            </Button>
          </Group>
        </Stack>
      </form>
      <ShowAsCode
        call={{
          method: 'POST',
          path: '/v1/data/{collection}/import',
          params: { collection },
          ...(isReplacing ? { query: { mode: 'upsert' } } : {}),
          body: [{ item: 'coffee', total: 12.5 }],
          organizationId: organization.id,
        }}
      />
    </Modal>
  );
}
