import type { PlanType } from '../../plans/plans.types.js';
import type { OffReason } from '../webhooks.types.js';

export type SinkKind = 'http' | 's3';
export const SINK_KINDS: readonly SinkKind[] = ['http', 's3'];

/** Sinks of one organization, by its plan. */
export const MAX_SINKS: Readonly<Record<PlanType | 'none', number>> = {
  basic: 1,
  pro: 3,
  premium: 10,
  none: 10,
};
/** Sinks of the platform's own log. */
export const MAX_PLATFORM_SINKS = 10;

/** Characters. */
export const MAX_BUCKET = 63;
export const MAX_PREFIX = 200;
export const MAX_REGION = 32;
export const MAX_KEY_ID = 128;
export const MAX_KEY = 256;

/** Where objects of an S3 sink go. */
export interface SinkBucket {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Empty or ending with `/`. */
  readonly prefix: string;
  readonly accessKeyId: string;
}

/** A sink of an audit log, as its administrators see it. */
export interface AuditSink {
  readonly id: string;
  readonly kind: SinkKind;
  /** Of kind `http`. */
  readonly url: string | undefined;
  /** Of kind `s3`. */
  readonly bucket: SinkBucket | undefined;
  readonly description: string;
  readonly enabled: boolean;
  readonly off: { readonly reason: OffReason; readonly at: Date } | undefined;
  /** Entries that the sink has accepted, or that it does not want. */
  readonly position: number;
  /** Entries of the log. */
  readonly entries: number;
  /** When the first entry that waits was made. */
  readonly waitingSince: Date | undefined;
  readonly failingSince: Date | undefined;
  readonly lastError: string | undefined;
  readonly deliveredAt: Date | undefined;
  /** `whpk_…`, of kind `http`: the newest first. */
  readonly publicKeys: readonly string[];
  readonly previousUntil: Date | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Names the version, for If-Match. */
  readonly revision: string;
}

/** With the secret of kind `http`, which is shown once. */
export type AuditSinkWithSecret = AuditSink & { readonly secret: string | undefined };

/** What can be changed later. */
export interface SinkTarget {
  url?: string;
  endpoint?: string;
  region?: string;
  bucket?: string;
  prefix?: string;
  access_key_id?: string;
  secret_access_key?: string;
}

export interface NewSink extends SinkTarget {
  kind: SinkKind;
  description?: string;
  /** `now`: only entries that are made from now on. */
  start?: 'beginning' | 'now';
}

export interface SinkChange extends SinkTarget {
  description?: string;
  enabled?: boolean;
}
