import type { FastifyReply } from 'fastify';
import { ownTurn } from '../../../common/sparing.js';
import { clusterText } from '../../../database/past/moment.js';
import { BsonText } from '../../../modules/documents/bson-text.js';
import type {
  DifferencePage,
  JsonMode,
  Page,
  RawDocument,
} from '../../../modules/documents/documents.types.js';
import { linkOf } from './document-path.js';
import { mediaType } from './json-mode.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Bytes of BSON that are written in one go: some milliseconds. */
const AT_ONCE = 256 * 1024;
/** Characters handed to the socket at once: few enough to be smooth, many enough to cost little. */
export const CHUNK = 64 * 1024;

/** Text, or bytes of a document that are text already. */
export type Part = string | Buffer;
/** JSON of our own, which nothing serializes again; as a stream, it is made while the socket takes it. */
export type JsonText = string | AsyncIterable<Part>;

/** When the request came, of performance.now(). */
export const cameAt = ({ elapsedTime }: FastifyReply): number => performance.now() - elapsedTime;

export function jsonType(reply: FastifyReply, mode: JsonMode): void {
  reply.header('content-type', mediaType(JSON_TYPE, mode));
}

/** One document. */
export function documentText(document: RawDocument, mode: JsonMode): JsonText {
  return document.length <= AT_ONCE ? BsonText.write(document, mode) : chunks([parts(document, mode)]);
}

/** Once all of it is made. */
export async function wholeText(text: JsonText): Promise<string> {
  if (typeof text === 'string') return text;
  let whole = '';
  for await (const part of text) whole += part.toString();
  return whole;
}

/** The ids of inserted documents. */
export function idsText(documents: readonly RawDocument[], mode: JsonMode): string {
  const ids = documents.map((document) => BsonText.write(document, mode).slice('{"_id":'.length, -1));
  return `{"inserted":${ids.length},"ids":[${ids.join(',')}]}`;
}

/** One page. `links` says where the documents are whose `_id` as text would not do as a path, by their index. */
export function pageText(collection: string, { items, nextCursor }: Page, mode: JsonMode): JsonText {
  const links: Record<string, string> = {};
  for (const [i, item] of items.entries()) {
    const link = linkOf(collection, item);
    if (link !== undefined) links[i] = link;
  }
  const linked = Object.keys(links).length === 0 ? '' : `,"links":${JSON.stringify(links)}`;
  const end = `],"next_cursor":${JSON.stringify(nextCursor)}${linked}}`;
  const size = items.reduce((sum, { length }) => sum + length, 0);
  if (size > AT_ONCE) return chunks(pageSlices(items, mode, end));
  return `{"items":[${items.map((item) => BsonText.write(item, mode)).join(',')}${end}`;
}

/** A page of differences. */
export function differencesText(page: DifferencePage, mode: JsonMode): JsonText {
  return chunks(differenceSlices(page, mode));
}

function* differenceSlices(page: DifferencePage, mode: JsonMode): Generator<Iterable<Part>, void> {
  const { from, to, items, nextCursor } = page;
  yield [`{"from":"${clusterText(from)}","to":"${clusterText(to)}","items":[`];
  for (const [i, { change, before, after }] of items.entries()) {
    yield [`${i > 0 ? ',' : ''}{"change":"${change}","before":`];
    yield before === undefined ? ['null'] : parts(before, mode);
    yield [',"after":'];
    yield after === undefined ? ['null'] : parts(after, mode);
    yield ['}'];
  }
  yield [`],"next_cursor":${JSON.stringify(nextCursor)}}`];
}

/** Documents as lines. */
export async function* writeLines(
  batches: AsyncIterable<RawDocument[]>,
  mode: JsonMode,
): AsyncGenerator<Part, void> {
  yield* chunks(lines(batches, mode));
}

async function* lines(
  batches: AsyncIterable<RawDocument[]>,
  mode: JsonMode,
): AsyncGenerator<Iterable<Part>, void> {
  for await (const batch of batches) yield linesOf(batch, mode);
}

function* linesOf(batch: readonly RawDocument[], mode: JsonMode): Generator<Part, void> {
  for (const document of batch) {
    yield* parts(document, mode);
    yield '\n';
  }
}

function* pageSlices(
  items: readonly RawDocument[],
  mode: JsonMode,
  end: string,
): Generator<Iterable<Part>, void> {
  yield ['{"items":['];
  for (const [i, item] of items.entries()) {
    if (i > 0) yield [','];
    yield parts(item, mode);
  }
  yield [end];
}

function* parts(document: RawDocument, mode: JsonMode): Generator<Part, void> {
  const writer = new BsonText(document, mode);
  for (let part = writer.nextPart(CHUNK); part !== undefined; part = writer.nextPart(CHUNK)) yield part;
}

/** Other requests have their turn between two chunks, whichever answers they are of. */
async function* chunks(
  sources: AsyncIterable<Iterable<Part>> | Iterable<Iterable<Part>>,
): AsyncGenerator<Part, void> {
  let text = '';
  let isFirst = true;
  for await (const source of sources) {
    for (const part of source) {
      if (typeof part === 'string') text += part;
      if (text.length < CHUNK && typeof part === 'string') continue;
      if (!isFirst) await ownTurn();
      isFirst = false;
      if (text !== '') yield text;
      text = '';
      if (typeof part !== 'string') yield part;
    }
  }
  if (text !== '') yield text;
}
