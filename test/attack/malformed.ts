import { Agent, request } from 'node:http';
import type { Operation } from './openapi.js';
import type { Dice } from './random.js';

/** A request that no client of ours would send. */
export interface Malformed {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const JUNK_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '￾',
  'null',
  'undefined',
  '[object Object]',
  '-1',
  '1e999',
  'NaN',
  "' or 1=1 --",
  '{"$gt":""}',
  '../../../etc/passwd',
  '%00',
  '${7*7}',
  '__proto__',
  'constructor',
  '😀'.repeat(50),
  'x'.repeat(5000),
];
const JUNK_VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  [],
  {},
  [[]],
  [null],
  { $ne: null },
  { $where: 'sleep(1000)' },
  { a: { b: { c: [] } } },
];
const JUNK_PARTS = [
  '%',
  '%zz',
  '%00',
  '%ff',
  '%c0%ae',
  '..',
  '.',
  '',
  '//',
  '%2e%2e%2f',
  '*',
  '$ne',
  '~',
  ';a=b',
  '[]',
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/merge-patch+json',
  'application/x-ndjson',
  'text/csv',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json;;;',
  '/',
  'x',
];
const TOKENS = [
  'Bearer',
  'Bearer ',
  'Bearer a.b.c',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
  'Basic YTpi',
  'bearer x',
  'x',
];
const HEADERS = [
  'x-org-id',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'accept',
  'x-confirm-password',
  'x-request-id',
  'content-encoding',
  'cookie',
  'origin',
  'range',
  'expect',
];
const RAW_BODIES = [
  '',
  'null',
  '{',
  '{"a"',
  '{"a":}',
  '[1,',
  '"',
  '{"a":1}{',
  '\ufeff{}',
  'NaN',
  '{"a":1e999}',
  '{"a":01}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  "{'a':1}",
  'a=b&c=d',
  '\r\n\r\n',
  '['.repeat(2000),
];

/** One that is wrong in one place, or in several. `token` stands where it is not what is wrong. */
export function malformed(operation: Operation, token: string | undefined, dice: Dice): Malformed {
  const wrong = dice.of([0.1, 0.3, 0.7]);
  const is = (): boolean => dice.chance(wrong);
  const headers: Record<string, string> = {};
  if (is() && dice.chance(0.4)) headers['authorization'] = dice.of(TOKENS);
  else if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (is()) headers[dice.of(HEADERS)] = headerText(dice);
  const body =
    operation.contentType === undefined && !dice.chance(0.1) ? undefined : bodyOf(operation, is, dice);
  if (body !== undefined) {
    headers['content-type'] =
      is() && dice.chance(0.3) ? dice.of(TYPES) : (operation.contentType ?? 'application/json');
    headers['content-length'] = String(body.length);
  }
  // Node's client does not wait for what these ask for.
  if (headers['expect']) delete headers['expect'];
  const method = is() && dice.chance(0.1) ? dice.of(METHODS) : operation.method;
  return { method, path: pathOf(operation, is, dice), headers, body };
}

function pathOf({ path, params }: Operation, is: () => boolean, dice: Dice): string {
  const query: string[] = [];
  let made = path;
  for (const { name, in: place, sample } of params) {
    const value = is() ? partOf(dice) : encodeURIComponent(String(sample));
    if (place === 'path') made = made.replace(`{${name}}`, value);
    else if (place === 'query' && dice.chance(0.6)) query.push(`${name}=${value}`);
  }
  if (is() && dice.chance(0.3))
    query.push(dice.of(['&&&', '=', 'a[b]=c', '__proto__=1', 'filter={', 'limit=1&limit=2', '%=%', '?']));
  if (is() && dice.chance(0.05)) made += dice.of(['/', '//', '/..', '/%', ';']);
  return ascii(query.length === 0 ? made : `${made}?${query.join('&')}`);
}

const partOf = (dice: Dice): string =>
  dice.chance(0.5)
    ? dice.of(JUNK_PARTS)
    : encodeURIComponent(dice.of(JUNK_TEXTS).toWellFormed()).slice(0, 4000);

/** Node's client refuses what is no ASCII. */
const ascii = (text: string): string => text.replace(/[^\x21-\x7e]/g, '%20');
const headerText = (dice: Dice): string =>
  dice
    .of(JUNK_TEXTS)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 4000);

function bodyOf({ body, contentType }: Operation, is: () => boolean, dice: Dice): Buffer {
  if (is() && dice.chance(0.3)) return Buffer.from(dice.of(RAW_BODIES));
  const sent = damaged(body ?? { a: 1 }, is, dice);
  const text = `${JSON.stringify(sent)}${contentType?.includes('ndjson') ? '\n' : ''}`;
  const bytes = Buffer.from(text);
  if (!is()) return bytes;
  const at = Math.floor(dice.next() * bytes.length);
  if (dice.chance(0.3)) return bytes.subarray(0, at);
  const flipped = Buffer.from(bytes);
  for (let n = 0; n < 3; n++) flipped[Math.floor(dice.next() * bytes.length)] = Math.floor(dice.next() * 256);
  return flipped;
}

function damaged(value: unknown, is: () => boolean, dice: Dice): unknown {
  if (is() && dice.chance(0.5)) return dice.chance(0.5) ? dice.of(JUNK_VALUES) : dice.of(JUNK_TEXTS);
  if (Array.isArray(value)) return value.map((item) => damaged(item, is, dice));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(() => !is() || !dice.chance(0.2));
  const read = fields.map(([key, item]): [string, unknown] => [key, damaged(item, is, dice)]);
  if (is() && dice.chance(0.2)) read.push([dice.of(JUNK_TEXTS), dice.of(JUNK_VALUES)]);
  return Object.fromEntries(read);
}

/** Sends it as it is: fetch would mend the path. `status` 0: the connection was closed without an answer. */
export function sendMalformed(
  url: string,
  agent: Agent,
  { method, path, headers, body }: Malformed,
): Promise<{ status: number; text: string; headers: Headers }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve({ status: 0, text: error.message, headers: new Headers() });
    const one = request({ hostname, port, agent, method, path, headers, timeout: 60_000 }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('error', fail);
      reply.on('end', () =>
        resolve({
          status: reply.statusCode!,
          text: Buffer.concat(chunks).toString(),
          headers: new Headers(reply.headers as Record<string, string>),
        }),
      );
    });
    one.on('error', fail);
    one.end(body);
  });
}
