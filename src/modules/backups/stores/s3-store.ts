import { AwsClient } from 'aws4fetch';
import { type BackupStore, StoreFailure } from './backup-store.js';

export interface S3Options {
  bucket: string;
  /** Before every key; empty or ending with `/`. */
  prefix: string;
  /** Absent: that of Amazon for the region. */
  endpoint?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** An object of 8 MiB over a slow line. Milliseconds. */
const TIMEOUT_MS = 60_000;
/** More tries after an answer of 5xx or 429, each after a longer pause (aws4fetch). */
const RETRIES = 4;
/** Characters of an answer that says why not. */
const REASON = 300;

/** A bucket of anything that speaks the protocol of S3. */
export class S3Store implements BackupStore {
  private readonly client: AwsClient;
  private readonly base: string;

  constructor(private readonly options: S3Options) {
    const { accessKeyId, secretAccessKey, region, endpoint, bucket, prefix } = options;
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: RETRIES });
    const host = endpoint ?? `https://s3.${region}.amazonaws.com`;
    this.base = `${host.replace(/\/+$/, '')}/${bucket}/${prefix}`;
  }

  get name(): string {
    return `s3://${this.options.bucket}/${this.options.prefix}`;
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    await this.send(key, { method: 'PUT', body: new Uint8Array(bytes) });
  }

  async get(key: string): Promise<Buffer> {
    return Buffer.from(await (await this.send(key, { method: 'GET' })).arrayBuffer());
  }

  async remove(key: string): Promise<void> {
    try {
      await this.send(key, { method: 'DELETE' });
    } catch (error) {
      if (!(error instanceof StoreFailure && error.kind === 'missing')) throw error;
    }
  }

  private async send(key: string, init: RequestInit): Promise<Response> {
    let answer: Response;
    try {
      answer = await this.client.fetch(this.base + key, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw new StoreFailure('away', `no answer of ${this.name}`, { cause: error });
    }
    if (answer.ok) return answer;
    const text = (await answer.text().catch(() => '')).slice(0, REASON);
    const isMissing = answer.status === 404 && !text.includes('NoSuchBucket');
    throw new StoreFailure(
      isMissing ? 'missing' : answer.status === 507 ? 'full' : 'away',
      `${this.name} answered ${answer.status}: ${codeOf(text)}`,
    );
  }
}

/** What the answer calls it; the rest may hold the key's id. */
const codeOf = (text: string): string => /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'no reason';
