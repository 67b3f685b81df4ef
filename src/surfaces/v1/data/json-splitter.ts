import type { ImportLine } from '../../../modules/documents/documents.types.js';
import { LINE_JSON, parsedLine } from './ndjson.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPENERS = new Set([0x7b, OPEN_ARRAY]);
const CLOSERS = new Set([0x7d, CLOSE_ARRAY]);
/** Space, tab, newline, carriage return, and the bytes of a byte order mark. */
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/**
 * Cuts a JSON array, or JSON texts behind one another, into documents and never holds more than one. `line` counts
 * the documents.
 */
export class JsonSplitter {
  private parts: Buffer[] = [];
  private size = 0;
  private count = 0;
  /** Open objects and arrays of the document that is being read. */
  private depth = 0;
  private inDocument = false;
  private inText = false;
  private isEscaped = false;
  private isArray: boolean | undefined;
  private isClosed = false;
  /** In an array, between documents: whether a comma has to come first. */
  private needsComma = false;
  private hasComma = false;

  push(chunk: Buffer): ImportLine[] {
    const found: ImportLine[] = [];
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (!this.inDocument) {
        if (!this.begins(byte, found)) continue;
        this.inDocument = true;
        start = i;
      }
      const end = this.endOf(byte, i);
      if (end === undefined) continue;
      this.hold(chunk.subarray(start, end));
      this.finish(found);
      if (end === i) i--; // what ended it is looked at again
    }
    if (this.inDocument) this.hold(chunk.subarray(start));
    return found;
  }

  end(): ImportLine[] {
    const found: ImportLine[] = [];
    const isScalar = this.inDocument && this.depth === 0 && !this.inText && !this.isArray;
    if (isScalar) this.finish(found);
    else if (this.inDocument || (this.isArray && !this.isClosed))
      this.fault(found, 'The JSON ends too early');
    else if (this.hasComma) this.fault(found, 'A document is missing behind a comma');
    return found;
  }

  /** Between documents: whether one begins here. */
  private begins(byte: number, found: ImportLine[]): boolean {
    if (BLANKS.has(byte)) return false;
    if (this.isArray === undefined) {
      this.isArray = byte === OPEN_ARRAY;
      if (this.isArray) return false;
    }
    if (!this.isArray) return this.isOpener(byte, found);
    if (byte === CLOSE_ARRAY && !this.hasComma && !this.isClosed) {
      this.isClosed = true;
      return false;
    }
    if (byte === COMMA && this.needsComma) {
      this.needsComma = false;
      this.hasComma = true;
      return false;
    }
    if (this.isClosed || this.needsComma) this.fault(found, 'The JSON is malformed here');
    this.needsComma = false;
    return this.isOpener(byte, found);
  }

  /** A comma or a bracket that closes begins nothing. */
  private isOpener(byte: number, found: ImportLine[]): boolean {
    if (byte !== COMMA && !CLOSERS.has(byte)) return true;
    this.fault(found, 'The JSON is malformed here');
    this.hasComma = false;
    return false;
  }

  /** Where the document ends that this byte belongs to, or stands behind. */
  private endOf(byte: number, at: number): number | undefined {
    if (this.inText) {
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) this.inText = false;
      return undefined;
    }
    if (byte === QUOTE) this.inText = true;
    else if (OPENERS.has(byte)) this.depth++;
    else if (this.depth > 0) return CLOSERS.has(byte) && --this.depth === 0 ? at + 1 : undefined;
    else if (BLANKS.has(byte) || byte === COMMA || CLOSERS.has(byte)) return at;
    return undefined;
  }

  private hold(part: Buffer): void {
    this.size += part.length;
    if (this.size > LINE_JSON.bytes) this.parts = [];
    else if (part.length > 0) this.parts.push(Buffer.from(part));
  }

  private finish(found: ImportLine[]): void {
    const { parts, size } = this;
    this.inDocument = false;
    this.parts = [];
    this.size = 0;
    this.hasComma = false;
    this.needsComma = this.isArray === true;
    if (size > LINE_JSON.bytes) return this.fault(found, 'Document is longer than 16 MiB');
    found.push({ line: ++this.count, size, ...parsedLine(Buffer.concat(parts), 'Document') });
  }

  private fault(found: ImportLine[], fault: string): void {
    found.push({ line: ++this.count, size: 0, fault });
  }
}
