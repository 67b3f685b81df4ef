import { AppError } from '../../../common/errors/app-error.js';
import type { OutgoingPost } from '../../../common/egress/outgoing-post.js';
import { judgedUrl } from '../judged-url.js';
import { shownUrl } from '../shown-url.js';
import type { SinkBucket, SinkKind, SinkTarget } from './audit-sinks.types.js';
import type { SinkRow } from './sink.schema.js';

/** Names as S3 allows them, in paths. */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]{1,32}$/;
const PREFIX = /^(?:[A-Za-z0-9_=-][A-Za-z0-9._=-]*\/?)*$/;
const KEY_ID = /^[\x21-\x7e]{1,128}$/;
const KEY = /^[\x21-\x7e]{1,256}$/;

const FIELDS: Readonly<Record<SinkKind, readonly (keyof SinkTarget)[]>> = {
  http: ['url'],
  s3: ['endpoint', 'region', 'bucket', 'prefix', 'access_key_id', 'secret_access_key'],
};

/**
 * Where a sink leads, judged as a whole.
 * @param former what a change does not name stays
 * @throws AppError request.invalid naming the field
 */
export function judgedTarget(
  outgoing: OutgoingPost,
  kind: SinkKind,
  sent: SinkTarget,
  former?: SinkRow,
): { url?: string; bucket?: SinkBucket; key?: string } {
  for (const [field, value] of Object.entries(sent)) {
    if (value !== undefined && !FIELDS[kind].includes(field as keyof SinkTarget)) {
      throw invalid(field, `is not a field of a sink of kind ${kind}`);
    }
  }
  if (kind === 'http') {
    const url = sent.url ?? former?.url;
    if (url === undefined) throw invalid('url', 'is required');
    return { url: sent.url === undefined ? url : judgedUrl(outgoing, url) };
  }
  return { bucket: judgedBucket(outgoing, sent, former?.bucket), key: judgedKey(sent, former) };
}

function judgedBucket(outgoing: OutgoingPost, sent: SinkTarget, former?: SinkBucket): SinkBucket {
  const region = sent.region ?? former?.region;
  if (region === undefined) throw invalid('region', 'is required');
  if (!REGION.test(region)) throw invalid('region', 'must be the name of a region, such as eu-central-1');
  const bucket = sent.bucket ?? former?.bucket;
  if (bucket === undefined) throw invalid('bucket', 'is required');
  if (!BUCKET.test(bucket)) throw invalid('bucket', 'must be the name of a bucket');
  const prefix = sent.prefix ?? former?.prefix ?? '';
  if (!PREFIX.test(prefix))
    throw invalid('prefix', 'must be names of letters, digits, . _ = - between slashes');
  const accessKeyId = sent.access_key_id ?? former?.accessKeyId;
  if (accessKeyId === undefined) throw invalid('access_key_id', 'is required');
  if (!KEY_ID.test(accessKeyId)) throw invalid('access_key_id', 'must be the id of an access key');
  const own = former && former.endpoint !== amazonOf(former.region) ? former.endpoint : undefined;
  const endpoint = judgedEndpoint(outgoing, sent.endpoint ?? own ?? amazonOf(region));
  return {
    endpoint,
    region,
    bucket,
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    accessKeyId,
  };
}

const amazonOf = (region: string): string => `https://s3.${region}.amazonaws.com/`;

function judgedEndpoint(outgoing: OutgoingPost, sent: string): string {
  const endpoint = judgedUrl(outgoing, sent, 'endpoint');
  const { search, pathname } = new URL(endpoint);
  if (search !== '' || pathname !== '/') throw invalid('endpoint', 'must have no path and no query');
  return endpoint;
}

/** @returns undefined: it stays. A key is never sent to another address than the one that it was given for. */
function judgedKey(sent: SinkTarget, former?: SinkRow): string | undefined {
  const key = sent.secret_access_key;
  if (key !== undefined) {
    if (!KEY.test(key)) throw invalid('secret_access_key', 'must be a secret access key');
    return key;
  }
  if (former === undefined) throw invalid('secret_access_key', 'is required');
  if (sent.endpoint !== undefined || sent.access_key_id !== undefined) {
    throw invalid('secret_access_key', 'is required with another endpoint or access_key_id');
  }
  return undefined;
}

/** For logs, mails and the audit log. */
export const shownTarget = ({ url, bucket }: Pick<SinkRow, 'url' | 'bucket'>): string =>
  bucket === undefined ? shownUrl(url!) : `s3://${bucket.bucket}/${bucket.prefix}`;

const invalid = (field: string, fault: string) =>
  new AppError('request.invalid', { errors: { [field]: `${field} ${fault}` } });
