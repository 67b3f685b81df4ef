import type { components, RowhouseClient } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';

export type ImportReport = components['schemas']['ImportReportDto'];

/** Characters of a request: the share that is stored is known after each. */
const PIECE = 512 * 1024;

interface ImportOptions {
  collection: string;
  isReplacing: boolean;
  hasNumbers: boolean;
}

/**
 * Sends a file into a collection. Lines of NDJSON go in pieces; JSON and CSV are one request, for a piece of them
 * says nothing alone.
 * @param progress the share that is stored, 0 to 1
 */
export async function importFile(
  client: RowhouseClient,
  file: File,
  { collection, isReplacing, hasNumbers }: ImportOptions,
  progress: (part: number) => void,
): Promise<ImportReport> {
  const content = await file.text();
  const type = typeOfFile(file.name, content);
  const send = (body: string) =>
    ok(
      client.POST('/v1/data/{collection}/import', {
        params: {
          path: { collection },
          query: {
            mode: isReplacing ? 'upsert' : 'insert',
            ...(type === 'text/csv' ? { csv: hasNumbers ? ('numbers' as const) : ('text' as const) } : {}),
          },
        },
        body,
        bodySerializer: (text: string) => text,
        headers: { 'content-type': type },
      }),
    );
  const total: ImportReport = { inserted: 0, replaced: 0, failed: 0, errors: [] };
  const pieces = type === 'application/x-ndjson' ? piecesOf(content) : [content];
  let sent = 0;
  let lines = 0;
  for (const piece of pieces) {
    const report = await send(piece);
    total.inserted += report.inserted;
    total.replaced += report.replaced;
    total.failed += report.failed;
    total.errors.push(...report.errors.map(({ line, reason }) => ({ line: line + lines, reason })));
    sent += piece.length;
    lines += piece.split('\n').length - 1;
    progress(content.length === 0 ? 1 : sent / content.length);
  }
  return total;
}

function typeOfFile(name: string, content: string): string {
  if (name.endsWith('.csv')) return 'text/csv';
  // Some call NDJSON .json: its first line is a document of its own.
  const isLines = /\.(ndjson|jsonl)$/.test(name) || /^\s*\{.*\}\s*\n\s*\{/.test(content);
  return isLines ? 'application/x-ndjson' : 'application/json';
}

function piecesOf(content: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < content.length;) {
    const end = content.indexOf('\n', Math.min(from + PIECE, content.length - 1));
    const to = end === -1 ? content.length : end + 1;
    pieces.push(content.slice(from, to));
    from = to;
  }
  return pieces;
}
