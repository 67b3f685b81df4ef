import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, type Info, parse, type Parser } from 'csv-parse';
import { ExactInteger, readNumber } from '../../../common/json-numbers.js';
import type { ImportLine } from '../../../modules/documents/documents.types.js';
import { LINE_JSON } from './ndjson.js';

/** How cells are read: as text, or those that are JSON numbers as numbers. */
export type CsvTypes = 'text' | 'numbers';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
/** Records handed on at once, and cells: a cell is a value of a document. */
const RECORDS = 200;
const CELLS = 10_000;
/** Bytes of a value in BSON besides its name and text. */
const VALUE_BYTES = 7;

interface CsvRecord {
  record: string[];
  info: Info;
}

/**
 * The records of a CSV (RFC 4180) with a header, as documents; dots in the header reach inside. `line` is the line
 * of the file.
 */
export async function* readCsv(body: Readable, types: CsvTypes): AsyncGenerator<ImportLine[], void> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LINE_JSON.bytes,
    skip_records_with_error: true,
  });
  // Its failure arrives as that of the parser.
  const pumping = pump(body, parser).catch((error: unknown) => void parser.destroy(error as Error));
  let header: Header | undefined;
  let batch: ImportLine[] = [];
  let cells = 0;
  parser.on('skip', (error: CsvError) => {
    batch.push({ line: lineOf(error, parser), size: 0, fault: reasonOf(error) });
  });
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (header === undefined) header = new Header(record);
      else batch.push(header.document(record, info.lines, types));
      if (header.fault !== undefined) break;
      cells += record.length;
      if (batch.length < RECORDS && cells < CELLS) continue;
      await nextTurn();
      yield batch;
      batch = [];
      cells = 0;
    }
    await pumping;
  } catch (error) {
    batch.push({ line: lineOf(error, parser), size: 0, fault: reasonOf(error) });
  }
  if (header?.fault !== undefined) batch.push({ line: 1, size: 0, fault: header.fault });
  if (batch.length > 0) yield batch;
}

/** Bytes that are no UTF-8 would become other characters. */
async function pump(body: Readable, parser: Parser): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (parser.destroyed) return;
    if (!parser.write(decoder.decode(chunk, { stream: true }))) {
      await Promise.race([once(parser, 'drain'), once(parser, 'close')]);
    }
  }
  parser.end(decoder.decode());
}

/** The names of the fields, as paths. */
class Header {
  readonly fault: string | undefined;
  private readonly paths: string[][];
  /** Bytes of every document besides its texts. */
  private readonly bytes: number;

  constructor(private readonly names: readonly string[]) {
    this.paths = names.map((name) => name.split('.'));
    this.fault = faultOf(names);
    this.bytes = names.reduce((sum, name) => sum + name.length + VALUE_BYTES, 0);
  }

  document(record: readonly string[], line: number, types: CsvTypes): ImportLine {
    const size = record.reduce((sum, cell) => sum + cell.length, this.bytes);
    if (record.length !== this.names.length) {
      return { line, size, fault: `Record has ${record.length} cells, the header ${this.names.length}` };
    }
    const value = new Map<string, unknown>();
    for (const [i, path] of this.paths.entries()) {
      const cell = record[i];
      if (cell.includes('\0')) return { line, size, fault: 'Record contains a NUL character' };
      put(value, path, types === 'numbers' ? numberOr(cell) : cell);
    }
    return { line, size, value };
  }
}

function faultOf(names: readonly string[]): string | undefined {
  if (names.length > LINE_JSON.keys) return 'The header has too many names';
  const seen = new Set(names);
  if (seen.size !== names.length) return 'The header has a name twice';
  for (const name of names) {
    if (name.split('.').includes('')) return 'The header has a name that is empty';
    const outer = name.split('.').map((_, i, parts) => parts.slice(0, i).join('.'));
    const within = outer.find((path) => path !== '' && seen.has(path));
    if (within !== undefined) return `The header has both ${within} and ${name}`;
  }
  return undefined;
}

function put(into: Map<string, unknown>, path: readonly string[], value: unknown): void {
  let map = into;
  for (const name of path.slice(0, -1)) {
    if (!map.has(name)) map.set(name, new Map());
    map = map.get(name) as Map<string, unknown>;
  }
  map.set(path.at(-1)!, value);
}

/** A number that would be changed stays text. */
function numberOr(cell: string): unknown {
  if (!NUMBER.test(cell)) return cell;
  const token = readNumber(cell);
  if (token.kind === 'double') return Number(cell);
  return token.kind === 'int64' ? new ExactInteger(token.text) : cell;
}

function lineOf(error: unknown, parser: Parser): number {
  const { lines } = error as { lines?: unknown };
  return typeof lines === 'number' ? lines : parser.info.lines;
}

function reasonOf(error: unknown): string {
  if (error instanceof CsvError) return `CSV is malformed: ${error.message.slice(0, 200)}`;
  const isEncoding = (error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
  return isEncoding ? 'CSV is not valid UTF-8' : 'CSV ended before its time';
}
