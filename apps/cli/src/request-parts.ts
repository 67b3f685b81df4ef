import { openAsBlob, readFileSync } from 'node:fs';
import type { ApiCommand, ApiOption } from './api-command.js';
import { UsageError } from './failure.js';
import { flagOf } from './flags.js';

export interface RequestParts {
  params: { path: Record<string, string>; query: Record<string, unknown> };
  body?: unknown;
  bodySerializer?: (body: unknown) => unknown;
  headers: Record<string, string>;
}

interface Given {
  path: Record<string, string>;
  query: [ApiOption, unknown][];
  fields: [ApiOption, unknown][];
  /** The text of --body. */
  body: string | undefined;
  options: Record<string, unknown>;
}

/** The body is a file, whatever is in it. */
export const isFile = ({ bodyType }: ApiCommand): boolean => bodyType === 'application/octet-stream';

/** Read while it is sent, and again when the password is asked for. @throws UsageError */
export async function fileRequest(
  command: ApiCommand,
  given: Omit<Given, 'body'>,
  path: string,
): Promise<RequestParts> {
  const { params, headers } = requestOf({ ...command, bodyType: undefined }, { ...given, body: undefined });
  const body = await blobOf(path);
  const sent = { ...headers, 'Content-Type': 'application/octet-stream' };
  return { params, headers: sent, body, bodySerializer: (blob) => blob };
}

async function blobOf(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (error) {
    throw new UsageError(`--file ${path}: ${(error as Error).message}`);
  }
}

/** The text of `--body`: JSON itself, `@file`, or `-` for standard input. */
export async function readBody(given: unknown): Promise<string | undefined> {
  if (typeof given !== 'string') return undefined;
  if (given.startsWith('@')) return readFileSync(given.slice(1), 'utf8');
  if (given !== '-') return given;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws UsageError when a value is missing or cannot be read */
export function requestOf(command: ApiCommand, given: Given): RequestParts {
  const { path, options } = given;
  const query = Object.fromEntries(
    given.query.map(([option, value]) => [option.name, valueOf(option, value)]),
  );
  const { ifMatch } = options;
  const headers: Record<string, string> = typeof ifMatch === 'string' ? { 'If-Match': ifMatch } : {};
  const params = { path, query };
  if (command.bodyType === undefined) return { params, headers };
  headers['Content-Type'] = /form/.test(command.bodyType) ? 'application/json' : command.bodyType;
  // A document is sent as it is written: JSON.parse would round its numbers.
  if (command.fields?.length === 0 && given.body !== undefined) {
    return { params, headers, body: given.body, bodySerializer: String };
  }
  return { params, headers, body: bodyOf(command, given), bodySerializer: JSON.stringify };
}

function bodyOf({ fields = [] }: ApiCommand, { fields: given, body: text }: Given): unknown {
  const written: unknown = text === undefined ? {} : parsed(text, '--body');
  if (given.length === 0 && text !== undefined) return written;
  const body = { ...(written as Record<string, unknown>) };
  for (const [option, value] of given) body[option.name] = valueOf(option, value);
  const missing = fields.filter(({ name, required }) => required && body[name] === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => `--${flagOf(name)}`);
    throw new UsageError(`missing: ${names.join(', ')}; or give the whole body with --body`);
  }
  return body;
}

/** `null` takes a value away, where the API lets it. */
function valueOf({ name, type }: ApiOption, value: unknown): unknown {
  if (value === 'null') return null;
  if (type === 'json') return parsed(String(value), `--${flagOf(name)}`);
  if (type !== 'number') return value;
  const number = Number(value);
  if (String(value).trim() === '' || Number.isNaN(number))
    throw new UsageError(`--${flagOf(name)} must be a number`);
  return number;
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${what} must be JSON: ${(error as Error).message}`);
  }
}
