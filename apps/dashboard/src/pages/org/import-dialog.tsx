import { Button, Checkbox, FileInput, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type ImportReport, importFile } from '../../data/import.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { ErrorNotice } from '../../ui/problem.js';

const text = T.data.importing;

export function ImportDialog({ collection, onClose }: { collection: string; onClose: () => void }) {
  const { client, key, organization } = useOrganization();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [isReplacing, setReplacing] = useState(false);
  const [hasNumbers, setNumbers] = useState(true);
  const [part, setPart] = useState<number>();
  const [report, setReport] = useState<ImportReport>();
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === null) return;
    setError(null);
    setReport(undefined);
    setPart(0);
    try {
      const options = { collection, isReplacing, hasNumbers };
      setReport(await importFile(client, file, options, setPart));
    } catch (failure) {
      setError(failure);
    }
    setPart(undefined);
    await queries.invalidateQueries({ queryKey: key });
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
          {part !== undefined && (
            <Progress.Root size="lg">
              <Progress.Section value={part * 100} aria-label={text.sending(Math.round(part * 100))} />
            </Progress.Root>
          )}
          <div role="status">
            {part !== undefined && (part < 1 ? text.sending(Math.round(part * 100)) : text.working)}
            {report !== undefined && <Report report={report} />}
          </div>
          <ErrorNotice error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {T.common.close}
            </Button>
            <Button type="submit" disabled={file === null} loading={part !== undefined}>
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

const Report = ({ report }: { report: ImportReport }) => (
  <>
    <Text size="sm" fw={560}>
      {text.done(report.inserted, report.replaced, report.failed)}
    </Text>
    {report.errors.slice(0, 20).map(({ line, reason }) => (
      <Text size="sm" c="dimmed" key={`${line} ${reason}`}>
        {text.line(line, reason)}
      </Text>
    ))}
  </>
);
