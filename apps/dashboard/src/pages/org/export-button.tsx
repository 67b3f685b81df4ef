import { Button } from '@mantine/core';
import { RowhouseError } from '@rowhouse/api-client/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { say, sayFailed } from '../../ui/notify.js';
import { saveFile } from '../../ui/save.js';

const NEWLINE = 10;

/** Streams the documents into a file and counts them meanwhile. */
export function ExportButton({ collection, filter }: { collection: string; filter: string }) {
  const { client } = useOrganization();
  const [done, setDone] = useState<number>();
  const run = async () => {
    setDone(0);
    try {
      const { response, error } = await client.GET('/v1/data/{collection}/export', {
        params: {
          path: { collection },
          query: { json: 'relaxed', ...(filter === '' ? {} : { filter }) },
        },
        parseAs: 'stream',
      });
      if (!response.ok || response.body === null) throw new RowhouseError(response, error);
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let count = 0;
      const reader = response.body.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        parts.push(next.value);
        for (const byte of next.value) if (byte === NEWLINE) count++;
        setDone(count);
      }
      saveFile(`${collection}.ndjson`, parts, 'application/x-ndjson');
      say(T.data.exporting.done(count));
    } catch (error) {
      sayFailed(error);
    }
    setDone(undefined);
  };
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      disabled={done !== undefined}
      onClick={() => void run()}
    >
      {done === undefined ? T.data.export : T.data.exporting.progress(done)}
    </Button>
  );
}
