import { createHmac } from 'node:crypto';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';

/** `typ` of the header of a signed certificate. */
export const CERTIFICATE_TYPE = 'rowhouse-erasure-certificate+jws';
/** First member of the file. */
export const CERTIFICATE_FILE_TYPE = 'rowhouse-erasure-certificate';

export interface ErasedDatabase {
  name: string;
  /** Its own, or that of a branch. */
  organization_id: string;
  generation: number;
  /** `left`: it was not provably this installation's, so nobody dropped it. */
  state: 'dropped' | 'left';
  /** ISO 8601. */
  dropped_at: string | null;
}

export interface ErasedArchive {
  id: string;
  kind: string;
  /** The moment whose data it held, as ISO 8601; null: it was never made. */
  at: string | null;
  /** False: the store still had parts of it when this was signed; without the key they say nothing. */
  removed: boolean;
}

export interface ErasedKey {
  /** What it sealed. */
  seals: string;
  /** SHA-256 of the key; null: the service could not open it. */
  thumbprint: string | null;
}

/** What a signed certificate says. */
export interface ErasureCertificate {
  version: 1;
  id: string;
  /** Of the installation that erased. */
  registry: string;
  organization: {
    id: string;
    /** The name is not kept: {@link nameDigest} of it and this salt is `name_digest`. */
    name_salt: string;
    name_digest: string;
    is_branch: boolean;
  };
  /** All moments in ISO 8601. */
  deleted_at: string;
  /** When the keys were destroyed: from then on nobody could bring it back. */
  erased_at: string;
  signed_at: string;
  databases: ErasedDatabase[];
  archives: ErasedArchive[];
  keys: ErasedKey[];
  /** Organizations that were branches of it, and were erased with it. */
  branches: string[];
  members: number;
  /** Accounts that went with it; the ids of the first thousand. */
  accounts: { count: number; ids: string[] };
  /** What could still be read when this was signed, and until when. */
  remains: {
    /** mongod reads states of the past for so long after the last database was dropped. */
    snapshot_window: { seconds: number | null; ends_at: string | null };
    /** Its replication log holds writes of the past; when the last of them is overwritten depends on its use. */
    oplog: { oldest_at: string; estimated_end_at: string } | null;
    notes: string[];
  };
}

/** A certificate as it is handed out: readable, and signed. */
export interface CertificateFile {
  type: typeof CERTIFICATE_FILE_TYPE;
  certificate: ErasureCertificate;
  /** Compact JWS (EdDSA) whose payload is the certificate. */
  signed: string;
}

/** What is wrong with a certificate. */
export class CertificateFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CertificateFault';
  }
}

/** With the salt anybody who knows the name can recompute it. */
export const nameDigest = (salt: string, name: string): string =>
  createHmac('sha256', Buffer.from(salt, 'hex')).update(name).digest('hex');

/** The text of a certificate. Its verification takes this one and the one without indentation, and no other. */
export function certificateText(certificate: ErasureCertificate, signed: string, indent = 2): string {
  const file: CertificateFile = { type: CERTIFICATE_FILE_TYPE, certificate, signed };
  return `${JSON.stringify(file, undefined, indent)}\n`;
}

export interface CertificateOptions {
  /** The public keys of the service: what `GET /v1/audit/keys` answered, kept in a safe place. */
  keys: JSONWebKeySet;
  /** What the organization was called, exactly; absent: it is not compared. */
  name?: string;
}

/**
 * Verifies a certificate without the service: every byte of the file is the one that was signed, or follows from it.
 * @throws CertificateFault
 */
export async function verifyErasureCertificate(
  file: Uint8Array,
  { keys, name }: CertificateOptions,
): Promise<ErasureCertificate> {
  const signed = signedIn(file);
  const certificate = payloadOf(signed);
  const texts = [2, 0].map((indent) => Buffer.from(certificateText(certificate, signed, indent)));
  if (!texts.some((text) => text.equals(file))) {
    throw new CertificateFault('the readable part is not the one that was signed');
  }
  if (!(await isSigned(signed, keys))) {
    throw new CertificateFault('the certificate is not signed by a key of the service');
  }
  const { name_salt: salt, name_digest: digest } = certificate.organization;
  if (name !== undefined && nameDigest(salt, name) !== digest) {
    throw new CertificateFault('the certificate is one of an organization with another name');
  }
  return certificate;
}

function signedIn(file: Uint8Array): string {
  try {
    const { type, signed } = JSON.parse(new TextDecoder().decode(file)) as Partial<CertificateFile>;
    if (type === CERTIFICATE_FILE_TYPE && typeof signed === 'string') return signed;
  } catch {
    // said below
  }
  throw new CertificateFault('the file is no certificate of an erasure');
}

/** Not verified. */
function payloadOf(signed: string): ErasureCertificate {
  try {
    return JSON.parse(Buffer.from(signed.split('.')[1], 'base64url').toString()) as ErasureCertificate;
  } catch {
    throw new CertificateFault('the certificate is not signed by a key of the service');
  }
}

async function isSigned(signed: string, keys: JSONWebKeySet): Promise<boolean> {
  // Of several texts that mean the same bytes one is ours.
  const isOurs = signed
    .split('.')
    .every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
  if (!isOurs) return false;
  try {
    const { protectedHeader } = await compactVerify(signed, createLocalJWKSet(keys), {
      algorithms: ['EdDSA'],
    });
    return protectedHeader.typ === CERTIFICATE_TYPE;
  } catch {
    return false;
  }
}
