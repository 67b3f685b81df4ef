import type { components, RowhouseClient } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';

export type ImportReport = components['schemas']['ImportReportDto'];
export type ImportType = 'text/csv' | 'application/x-ndjson' | 'application/json';

/** Characters of a request: the share that is stored is known after each. */
const PIECE = 512 * 1024;

export interface Piece {
  body: string;
  /** Characters of the file. */
  length: number;
  lines: number;
}

export interface ImportOptions {
  collection: string;
  isReplacing: boolean;
  hasNumbers: boolean;
  type: ImportType;
}

export const sendPiece = (
  client: RowhouseClient,
  body: string,
  { collection, isReplacing, hasNumbers, type }: ImportOptions,
): Promise<ImportReport> =>
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

/** What is sent of a file. An array of JSON becomes lines, which can go in pieces. */
export function readFile(name: string, text: string): { content: string; type: ImportType } {
  if (name.endsWith('.csv')) return { content: text, type: 'text/csv' };
  // Some call NDJSON .json: its first line is a document of its own.
  const isLines = /\.(ndjson|jsonl)$/.test(name) || /^\s*\{.*\}\s*\n\s*\{/.test(text);
  const lines = isLines ? text : linesOfArray(text);
  return lines === undefined
    ? { content: text, type: 'application/json' }
    : { content: lines, type: 'application/x-ndjson' };
}

/**
 * The elements of an array, one a line, as they are written: parsed ones would lose digits of large numbers.
 * Undefined for anything else, of which the service says what is wrong.
 */
export function linesOfArray(text: string): string | undefined {
  try {
    if (!Array.isArray(JSON.parse(text))) return undefined;
  } catch {
    return undefined;
  }
  const lines: string[] = [];
  let depth = 0;
  let isText = false;
  let from = text.indexOf('[') + 1;
  const cut = (to: number) => {
    const element = text.slice(from, to).trim();
    if (element !== '') lines.push(element.replace(/[\r\n]+/g, ' '));
    from = to + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isText && sign === '\\') at++;
    else if (sign === '"') isText = !isText;
    else if (isText) continue;
    else if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') {
      depth--;
      if (depth === 0) cut(at);
    } else if (sign === ',' && depth === 1) cut(at);
  }
  return lines.join('\n');
}

/**
 * The piece that begins at a character. Lines of NDJSON go in pieces; JSON and CSV are one request, for a piece of
 * them says nothing alone.
 * @param idOf line of the file: documents without an `_id` get this one, so that a piece that is sent again is
 * stored once
 */
export function pieceAt(
  content: string,
  from: number,
  type: ImportType,
  idOf: (line: number) => string,
  firstLine: number,
): Piece {
  if (type !== 'application/x-ndjson') return { body: content, length: content.length, lines: 0 };
  const end = content.indexOf('\n', Math.min(from + PIECE, content.length - 1));
  const text = content.slice(from, end === -1 ? content.length : end + 1);
  const lines = text.split('\n');
  return {
    body: lines.map((line, n) => withId(line, () => idOf(firstLine + n))).join('\n'),
    length: text.length,
    lines: lines.length - 1,
  };
}

/** What is not a document stays as it is: the service says what is wrong with it. */
function withId(line: string, id: () => string): string {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch {
    return line;
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document) || '_id' in document)
    return line;
  const rest = line.slice(line.indexOf('{') + 1);
  return `{"_id":{"$oid":"${id()}"}${Object.keys(document).length === 0 ? '' : ','}${rest}`;
}
