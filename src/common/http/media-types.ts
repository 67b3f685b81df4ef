import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';

export const JSON_TYPES: readonly string[] = ['application/json'];
/** RFC 7396; PATCH takes it under either name. */
export const PATCH_TYPES: readonly string[] = ['application/json', 'application/merge-patch+json'];
/** What an import reads as a stream, the first one by custom; `application/json` too, see STREAMED_JSON. */
export const LINE_TYPES: readonly string[] = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/json',
  'text/csv',
];
/** What `application/json` is called from where a route reads it as a stream: Fastify chooses parsers by type alone. */
export const STREAMED_JSON = 'application/x-streamed-json';

/** What an upload of a dump is sent as; what it is, is told by its bytes. */
export const DUMP_TYPES: readonly string[] = [
  'application/octet-stream',
  'application/gzip',
  'application/x-gzip',
  'application/x-tar',
];

/** OAuth 2.0 sends forms (RFC 7662, section 2.1). */
export const FORM_TYPES: readonly string[] = ['application/x-www-form-urlencoded', 'application/json'];

/** The media types whose bodies a route reads. */
export function acceptedTypes(
  method: string,
  config: Pick<FastifyContextConfig, 'ndjson' | 'form' | 'dump'>,
): readonly string[] {
  if (config.form) return FORM_TYPES;
  if (config.ndjson) return LINE_TYPES;
  if (config.dump) return DUMP_TYPES;
  return method === 'PATCH' ? PATCH_TYPES : JSON_TYPES;
}

/** Methods whose bodies Fastify reads. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Looks at what the headers say of the body, before any of it is read. */
export function checkMediaType(request: FastifyRequest): void {
  const { headers, method, routeOptions } = request;
  const type = headers['content-type'];
  if (!WITH_BODY.has(method) || (type === undefined && !hasBody(request))) return;
  const { 'content-encoding': encoding = 'identity' } = headers;
  const accepts = acceptedTypes(method, routeOptions.config);
  const essence = type?.split(';', 1)[0]!.trim().toLowerCase();
  if (essence === undefined || !accepts.includes(essence)) {
    throw new AppError('request.unsupported_media_type', { accepts });
  }
  if (encoding.toLowerCase() !== 'identity') throw new AppError('request.unsupported_encoding');
  const charset = /charset=\s*"?([^\s;"]+)/i.exec(type!)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw new AppError('request.unsupported_charset', { accepts });
}

/** RFC 9112, section 6: a request has a body when one of these fields says so. */
export function hasBody({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
