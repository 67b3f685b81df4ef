import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AwsV4Signer } from 'aws4fetch';
import { type Answer, OutgoingPost } from '../../../common/egress/outgoing-post.js';
import { VERSION } from '../../../common/version.js';
import { Clock } from '../../../database/work/clock.js';
import type { LogSegment } from '../../audit/audit-segments.service.js';
import { WebhookSecretsService } from '../secrets.service.js';
import { signedHeaders } from '../signatures.js';
import type { SinkBucket } from './audit-sinks.types.js';
import { SinkSecretsService } from './sink-secrets.service.js';
import type { SinkRow } from './sink.schema.js';

const NDJSON = 'application/x-ndjson';
/** Digits of a place in the name of an object: names are in the order of the log. */
const DIGITS = 12;

/** The sink did not take a segment. */
export class SinkRefused extends Error {
  /** @param gone it wants nothing any more (410) */
  constructor(
    message: string,
    readonly gone = false,
  ) {
    super(message);
  }
}

/** Brings one segment of a log to a sink, past nothing that webhooks may not reach. */
@Injectable()
export class SinkSender {
  constructor(
    private readonly outgoing: OutgoingPost,
    private readonly clock: Clock,
    private readonly webhookSecrets: WebhookSecretsService,
    private readonly secrets: SinkSecretsService,
  ) {}

  /** @returns when the sink has accepted it @throws SinkRefused, and what the connection throws */
  async send(row: SinkRow, segment: LogSegment, signal: AbortSignal): Promise<void> {
    const { status, body } = await (row.kind === 'http'
      ? this.post(row, segment, signal)
      : this.put(row, row.bucket!, segment, signal));
    if (status >= 200 && status < 300) return;
    // What an answer says may hold the id of a key.
    const code = row.kind === 's3' ? /<Code>(\w{1,60})<\/Code>/.exec(body)?.[1] : undefined;
    const why = status >= 300 && status < 400 ? 'redirects are not followed' : (code ?? 'no success');
    throw new SinkRefused(`the answer was ${status}: ${why}`, row.kind === 'http' && status === 410);
  }

  private async post(row: SinkRow, { text, entries, end }: LogSegment, signal: AbortSignal): Promise<Answer> {
    const secrets = this.webhookSecrets.active(row, this.clock.wall());
    if (secrets.length === 0) throw new SinkRefused('the secret cannot be opened; rotate it');
    const id = `aud_${row._id}_${end.count - entries + 1}`;
    const headers = {
      'content-type': NDJSON,
      'user-agent': `Rowhouse-Audit/${VERSION}`,
      'rowhouse-audit-log': row.log,
      ...signedHeaders(secrets, { id, at: Math.floor(this.clock.wall() / 1000), body: text }),
    };
    return this.outgoing.post(row.url!, text, headers, signal);
  }

  /**
   * Named by its first and its last entry: one that a frozen instance writes late overwrites nothing but itself.
   */
  private async put(
    row: SinkRow,
    { endpoint, region, bucket, prefix, accessKeyId }: SinkBucket,
    { text, entries, end }: LogSegment,
    signal: AbortSignal,
  ): Promise<Answer> {
    const secretAccessKey = this.secrets.open(row);
    if (secretAccessKey === undefined)
      throw new SinkRefused('the secret access key cannot be opened; set it');
    const place = (n: number) => String(n).padStart(DIGITS, '0');
    const name = `${place(end.count - entries + 1)}-${place(end.count)}.ndjson`;
    const signer = new AwsV4Signer({
      method: 'PUT',
      url: `${endpoint.replace(/\/+$/, '')}/${bucket}/${prefix}${row.log}/${name}`,
      headers: {
        'content-type': NDJSON,
        'x-amz-content-sha256': createHash('sha256').update(text).digest('hex'),
      },
      body: text,
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
    });
    const { url, headers } = await signer.sign();
    return this.outgoing.send('PUT', url.href, text, Object.fromEntries(headers), signal);
  }
}
