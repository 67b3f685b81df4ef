import type { Readable } from 'node:stream';
import { STREAMED_JSON } from '../../../common/http/media-types.js';
import type { ImportLine } from '../../../modules/documents/documents.types.js';
import { type CsvTypes, readCsv } from './csv.js';
import { JsonSplitter } from './json-splitter.js';
import { LineSplitter, readDocuments } from './ndjson.js';

/** The documents of an import, by the media type of its body; lines of JSON unless it says another. */
export function readImport(
  body: Readable | undefined,
  type: string | undefined,
  csv: CsvTypes,
): AsyncGenerator<ImportLine[], void> {
  const essence = type?.split(';', 1)[0]!.trim().toLowerCase();
  if (essence === 'text/csv' && body !== undefined) return readCsv(body, csv);
  return readDocuments(body, essence === STREAMED_JSON ? new JsonSplitter() : new LineSplitter());
}
