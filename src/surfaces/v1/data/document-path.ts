import { AppError } from '../../../common/errors/app-error.js';
import { type JsonLimits, parseJsonBody } from '../../../common/http/json-body.js';
import { jsonIdOf, plainIdOf } from '../../../modules/documents/document-id.js';
import type { DocumentPath, JsonId, RawDocument } from '../../../modules/documents/documents.types.js';

/** The segment arrives in a URL, which Node takes in 16 KiB of headers. */
const ID_JSON: JsonLimits = {
  bytes: 16 * 1024,
  depth: 50,
  values: 2_000,
  keys: 1_000,
  exact: true,
  ordered: true,
};

/**
 * Which document a path names. Its last segment is the `_id` as text, or with `?id_type=json` as extended JSON of
 * any type: `7`, `"507f1f77bcf86cd799439011"` (text), `{"$oid":"…"}`, `"count"`.
 * @throws AppError query.invalid, document.invalid naming `_id`
 */
export function documentPath(params: { collection: string; id: string }, query: unknown): DocumentPath {
  const { id_type: type } = query as Record<string, unknown>;
  if (type === undefined) return params;
  if (type !== 'json') throw new AppError('query.invalid', { errors: { id_type: 'must be json' } });
  return { collection: params.collection, id: jsonId(params.id) };
}

function jsonId(text: string): JsonId {
  try {
    return { json: parseJsonBody(Buffer.from(text), ID_JSON) };
  } catch (cause) {
    throw new AppError('document.invalid', { errors: { _id: '_id must be JSON in the path' } }, { cause });
  }
}

/** Where a document is read, changed and deleted. */
export function hrefOf(collection: string, document: RawDocument): string {
  return linkOf(collection, document) ?? `/v1/data/${collection}/${encodeURIComponent(plainIdOf(document)!)}`;
}

/** The same for a document whose `_id` as text would name another one, or none; else undefined. */
export function linkOf(collection: string, document: RawDocument): string | undefined {
  if (plainIdOf(document) !== undefined) return undefined;
  const id = jsonIdOf(document);
  return id && `/v1/data/${collection}/${encodeURIComponent(id)}?id_type=json`;
}
