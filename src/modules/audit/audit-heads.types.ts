import type { AuditHead } from '@rowhouse/verify/audit-log';

/** A public key as others read it (RFC 8037). */
export interface HeadKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  use: 'sig';
  alg: 'EdDSA';
}

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
