import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../../common/errors/app-error.js';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { type JsonLimits, parseJsonBody } from '../../../common/http/json-body.js';
import type { ImportLine } from '../../../modules/documents/documents.types.js';

/**
 * One line: a document of 16 MB, the largest there is, fits unless most of it is numbers. Nothing longer is ever held.
 */
export const LINE_JSON: JsonLimits = {
  bytes: 16 * 1024 * 1024,
  depth: 150,
  values: 200_000,
  keys: 50_000,
  exact: true,
  ordered: true,
  nul: true,
};
const NEWLINE = 0x0a;
/** Bytes that are cut into lines in one go: 2,048 lines that are none take some 20 ms. */
const PIECE = 4096;
/** Milliseconds after which others have a turn. */
const TURN_MS = 10;

/** What cuts chunks of a body into documents. */
interface Splitter {
  push(chunk: Buffer): ImportLine[];
  end(): ImportLine[];
}

/** The documents of a body as they come; those that cannot be read carry their fault. */
export async function* readDocuments(
  body: Readable | undefined,
  splitter: Splitter,
): AsyncGenerator<ImportLine[], void> {
  if (body === undefined) return;
  try {
    // A stream that is destroyed takes the socket with it, and with the socket the answer.
    let since = performance.now();
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        const lines = splitter.push(chunk.subarray(at, at + PIECE));
        if (performance.now() - since > TURN_MS) {
          await nextTurn();
          since = performance.now();
        }
        if (lines.length > 0) yield lines;
      }
    }
  } catch (cause) {
    // The client went away: what was written stays, and nobody reads the answer.
    throw new AppError('request.invalid', {}, { cause });
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

/** Cuts chunks into lines and never holds more than one line of the longest allowed length. Empty lines are skipped. */
export class LineSplitter {
  private parts: Buffer[] = [];
  private size = 0;
  private line = 1;

  push(chunk: Buffer): ImportLine[] {
    const lines: ImportLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.hold(chunk.subarray(start, end));
      this.finish(lines);
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
    return lines;
  }

  /** The last line, when no newline ended it. */
  end(): ImportLine[] {
    const lines: ImportLine[] = [];
    if (this.size > 0) this.finish(lines);
    return lines;
  }

  private hold(part: Buffer): void {
    this.size += part.length;
    if (this.size > LINE_JSON.bytes) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  private finish(lines: ImportLine[]): void {
    const bytes = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    const { line, size } = this;
    this.parts = [];
    this.size = 0;
    this.line++;
    if (size > LINE_JSON.bytes) lines.push({ line, size: 0, fault: 'Line is longer than 16 MiB' });
    else if (!isBlank(bytes)) lines.push({ line, size, ...parsedLine(bytes, 'Line') });
  }
}

const FAULTS: Partial<Record<ErrorCode, string>> = {
  'request.too_complex': 'is nested too deeply or has too many values',
  'request.unstorable_text': 'contains a NUL character or an unpaired surrogate',
};

/** @param what opens the message of its fault */
export function parsedLine(bytes: Buffer, what: string): { value: unknown } | { fault: string } {
  try {
    return { value: parseJsonBody(bytes, LINE_JSON) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { fault: `${what} ${FAULTS[error.code] ?? 'is not valid JSON'}` };
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  return true;
}
