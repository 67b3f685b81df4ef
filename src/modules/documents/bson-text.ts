import { isUtf8 } from 'node:buffer';
import { DECIMAL_BYTES, decimalText } from './decimals.js';

/**
 * How documents are written as JSON. `standard`: as plain JSON where that says everything, with the `_id` of a
 * document as text, and relaxed extended JSON where it does not. `plain`: text instead of every wrapper.
 */
export type JsonMode = 'standard' | 'plain' | 'relaxed' | 'canonical';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
/** Of 1970 and of the year 10000: relaxed extended JSON writes dates in between as ISO 8601. Milliseconds. */
const [FIRST_ISO, LAST_ISO] = [0n, 253_402_300_800_000n];
const MAX_DATE = 8_640_000_000_000_000n;
const OLD_BINARY = 2;
const UUID_BINARY = 4;
/** Bytes of a text or of binary data that are written in one go: some tenths of a millisecond. A multiple of 3, for base64. */
const PIECE = 66 * 1024;

/** A long value that is being written. */
interface Rest {
  at: number;
  end: number;
  kind: 'text' | 'base64';
  /** What stands behind it. */
  close: string;
}

/**
 * Writes one BSON document as JSON text, straight from its bytes: the order of keys, the kinds of numbers and keys
 * such as `__proto__` are what is stored, and no object is made. It can pause anywhere, so that a document of
 * 16 MB need not hold the event loop. Bytes that are no UTF-8 become U+FFFD.
 */
export class BsonText {
  private at = 4;
  private text = '{';
  /** What closes each document and array that is open. */
  private readonly closers: string[] = ['}'];
  private isFirst = true;
  private rest?: Rest;

  constructor(
    private readonly bytes: Buffer,
    private readonly mode: JsonMode,
  ) {}

  static write(bytes: Buffer, mode: JsonMode): string {
    return new BsonText(bytes, mode).next(Infinity)!;
  }

  /** The next characters, at least `size` unless they are the last ones; undefined: there are no more. */
  next(size: number): string | undefined {
    if (this.closers.length === 0) return undefined;
    while (this.text.length < size && this.closers.length > 0) this.step();
    return this.taken();
  }

  /**
   * As next(), but pieces of a long text that stand there as they do in JSON are bytes of the document itself, neither
   * decoded nor copied; there may be fewer than `size`.
   */
  nextPart(size: number): string | Buffer | undefined {
    if (this.closers.length === 0) return undefined;
    const view = this.view();
    if (view !== undefined) return view;
    do this.step();
    while (this.text.length < size && this.closers.length > 0 && this.rest?.kind !== 'text');
    return this.taken();
  }

  private taken(): string {
    const { text } = this;
    this.text = '';
    return text;
  }

  private step(): void {
    if (this.rest) this.text += this.piece(this.rest);
    else this.element();
  }

  private view(): Buffer | undefined {
    const { rest, bytes } = this;
    // The last piece has what closes it behind it.
    if (rest?.kind !== 'text' || rest.end - rest.at <= PIECE) return undefined;
    const until = this.beginning(rest.at + PIECE);
    const view = bytes.subarray(rest.at, until);
    if (!isJsonAlready(view)) return undefined;
    rest.at = until;
    return view;
  }

  private element(): void {
    const type = this.bytes[this.at++];
    if (type === 0) {
      this.text += this.closers.pop()!;
      this.isFirst = false;
      return;
    }
    if (!this.isFirst) this.text += ',';
    this.isFirst = false;
    const isInArray = this.closers.at(-1) === ']';
    const key = isInArray ? this.skipKey() : this.key();
    if (!isInArray) this.text += `${key}:`;
    if (type === 0x03) this.open('{', '}');
    else if (type === 0x04) this.open('[', ']');
    else if (type === 0x0f) this.openScope();
    else this.text += this.isPlainId(type, key) ? `"${this.hex()}"` : this.value(type);
  }

  private open(opener: string, closer: string): void {
    this.at += 4;
    this.text += opener;
    this.closers.push(closer);
    this.isFirst = true;
  }

  private openScope(): void {
    this.at += 4;
    const code = this.string();
    this.open(`{"$code":${code},"$scope":{`, '}}');
  }

  /** The `_id` of the document itself is shown as text. */
  private isPlainId(type: number, key: string): boolean {
    const isExtended = this.mode === 'relaxed' || this.mode === 'canonical';
    return type === 0x07 && this.closers.length === 1 && key === '"_id"' && !isExtended;
  }

  private value(type: number): string {
    switch (type) {
      case 0x01:
        return this.double();
      case 0x02:
        return this.longText();
      case 0x08:
        return this.bytes[this.at++] === 1 ? 'true' : 'false';
      case 0x0a:
        return 'null';
      case 0x10:
        return this.wrapNumber('$numberInt', String(this.int32()));
      case 0x12:
        return this.int64();
      default:
        return this.other(type);
    }
  }

  private other(type: number): string {
    switch (type) {
      case 0x05:
        return this.binary();
      case 0x06:
        return this.mode === 'plain' ? 'null' : '{"$undefined":true}';
      case 0x07:
        return this.wrap('$oid', this.hex());
      case 0x09:
        return this.date();
      case 0x0b:
        return this.regex();
      case 0x0c:
        return `{"$dbPointer":{"$ref":${this.string()},"$id":{"$oid":"${this.hex()}"}}}`;
      case 0x0d:
        return this.mode === 'plain' ? this.string() : `{"$code":${this.string()}}`;
      case 0x0e:
        return this.mode === 'plain' ? this.string() : `{"$symbol":${this.string()}}`;
      case 0x11:
        return this.timestamp();
      case 0x13:
        return this.wrap('$numberDecimal', decimalText(this.bytes, this.skip(DECIMAL_BYTES)));
      case 0xff:
        return this.mode === 'plain' ? '"MinKey"' : '{"$minKey":1}';
      case 0x7f:
        return this.mode === 'plain' ? '"MaxKey"' : '{"$maxKey":1}';
      default:
        throw new Error(`BSON has no type ${type}`);
    }
  }

  private double(): string {
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
    if (!Number.isFinite(value)) return this.wrap('$numberDouble', String(value));
    if (this.mode === 'canonical') return `{"$numberDouble":"${numberText(value, true)}"}`;
    return numberText(value, this.mode === 'relaxed');
  }

  private int32(): number {
    const value = this.bytes.readInt32LE(this.at);
    this.at += 4;
    return value;
  }

  private long(): bigint {
    const value = this.bytes.readBigInt64LE(this.at);
    this.at += 8;
    return value;
  }

  private int64(): string {
    const value = this.long();
    const isSafe = value <= MAX_SAFE && value >= -MAX_SAFE;
    // Digits are exact for a client that reads them exactly; JavaScript does not, and asks for relaxed.
    return this.mode === 'canonical' || (this.mode === 'relaxed' && !isSafe)
      ? `{"$numberLong":"${value}"}`
      : String(value);
  }

  private wrapNumber(key: string, digits: string): string {
    return this.mode === 'canonical' ? `{"${key}":"${digits}"}` : digits;
  }

  /** @param text without a character that JSON escapes */
  private wrap(key: string, text: string): string {
    return this.mode === 'plain' ? `"${text}"` : `{"${key}":"${text}"}`;
  }

  private date(): string {
    const value = this.long();
    if (this.mode === 'plain') {
      const isDate = value >= -MAX_DATE && value <= MAX_DATE;
      return isDate ? `"${new Date(Number(value)).toISOString()}"` : String(value);
    }
    return this.mode !== 'canonical' && value >= FIRST_ISO && value < LAST_ISO
      ? `{"$date":"${new Date(Number(value)).toISOString()}"}`
      : `{"$date":{"$numberLong":"${value}"}}`;
  }

  private binary(): string {
    const length = this.int32();
    const subType = this.bytes[this.at++];
    let data = this.take(length);
    // The old kind repeats its length; it is no part of the data.
    if (subType === OLD_BINARY && length >= 4) data = data.subarray(4);
    if (this.mode === 'plain' && subType === UUID_BINARY && length === 16) return `"${uuidText(data)}"`;
    const kind = subType.toString(16).padStart(2, '0');
    const [open, close] =
      this.mode === 'plain' ? ['"', '"'] : ['{"$binary":{"base64":"', `","subType":"${kind}"}}`];
    if (data.length <= PIECE) return open + data.toString('base64') + close;
    this.rest = { at: this.at - data.length, end: this.at, kind: 'base64', close };
    return open;
  }

  private regex(): string {
    const [pattern, options] = [this.cstring(), this.cstring()];
    if (this.mode === 'plain') return JSON.stringify(`/${pattern}/${options}`);
    return `{"$regularExpression":{"pattern":${JSON.stringify(pattern)},"options":${JSON.stringify(options)}}}`;
  }

  private timestamp(): string {
    const [i, t] = [this.bytes.readUInt32LE(this.at), this.bytes.readUInt32LE(this.at + 4)];
    this.at += 8;
    return this.mode === 'plain' ? `"${t}:${i}"` : `{"$timestamp":{"t":${t},"i":${i}}}`;
  }

  private hex(): string {
    return this.take(12).toString('hex');
  }

  private take(length: number): Buffer {
    return this.bytes.subarray(this.skip(length), this.at);
  }

  /** Goes on behind so many bytes. @returns where they begin */
  private skip(length: number): number {
    this.at += length;
    return this.at - length;
  }

  private key(): string {
    const start = this.at;
    this.skipKey();
    return this.quoted(start, this.at - 1);
  }

  private skipKey(): '' {
    while (this.bytes[this.at++] !== 0);
    return '';
  }

  private cstring(): string {
    const start = this.at;
    this.at = this.bytes.indexOf(0, start) + 1;
    return this.bytes.toString('utf8', start, this.at - 1);
  }

  /** The text that is the value of a field. */
  private longText(): string {
    const end = this.at + 4 + this.bytes.readInt32LE(this.at);
    if (end - this.at <= PIECE) return this.string();
    this.rest = { at: this.at + 4, end: end - 1, kind: 'text', close: '"' };
    this.at = end;
    return '"';
  }

  private piece(rest: Rest): string {
    const { at, end, kind } = rest;
    const isLast = end - at <= PIECE;
    const until = isLast ? end : kind === 'text' ? this.beginning(at + PIECE) : at + PIECE;
    rest.at = until;
    if (isLast) this.rest = undefined;
    const piece =
      kind === 'text' ? this.quoted(at, until).slice(1, -1) : this.bytes.toString('base64', at, until);
    return isLast ? piece + rest.close : piece;
  }

  /** Where a character begins, at the position or some bytes before it. */
  private beginning(position: number): number {
    for (let at = position; at > position - 4; at--) if ((this.bytes[at] & 0xc0) !== 0x80) return at;
    return position;
  }

  private string(): string {
    const length = this.int32();
    const start = this.at;
    this.at += length;
    return this.quoted(start, this.at - 1);
  }

  /** Text as JSON. Most is ASCII without anything to escape, which is copied. */
  private quoted(start: number, end: number): string {
    const { bytes } = this;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      if (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c) {
        return JSON.stringify(bytes.toString('utf8', start, end));
      }
    }
    return `"${bytes.toString('latin1', start, end)}"`;
  }
}

/** Whether UTF-8 is the same inside the quotes of a JSON text. */
function isJsonAlready(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte < 0x20 || byte === 0x22 || byte === 0x5c) return false;
  }
  return isUtf8(bytes);
}

/**
 * A number that JSON reads back as the same double. From 2^53 on with an exponent: as digits alone it would be an
 * integer, and an exact one.
 * @param marked with `.0` when it is whole
 */
function numberText(value: number, marked: boolean): string {
  if (Object.is(value, -0)) return '-0.0';
  if (!Number.isInteger(value)) return String(value);
  if (!Number.isSafeInteger(value)) return value.toExponential();
  return marked ? `${value}.0` : String(value);
}

function uuidText(data: Buffer): string {
  return data.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
