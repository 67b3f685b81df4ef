import type { AuditHead } from '@rowhouse/verify/audit-log';
import type { KeyPair } from '../../common/key-pairs.js';

/** A public key as others read it (RFC 8037). */
export type HeadKey = KeyPair<'EdDSA'>['jwk'];

/** A head that was signed and can be read by everybody. */
export interface PublishedHead extends AuditHead {
  /** Compact JWS (EdDSA) over the rest. */
  signed: string;
}

export interface HeadQuery {
  from?: Date;
  to?: Date;
  /** Only heads of fewer entries. */
  cursor?: number;
  limit: number;
}

/** Which entries an export shows; the others are in it as their digests. */
export interface ExportFilter {
  action?: string;
  /** At or after. */
  from?: Date;
  /** Before. */
  to?: Date;
}

export interface AuditExportOptions {
  format: 'ndjson' | 'csv';
  filter: ExportFilter;
}
