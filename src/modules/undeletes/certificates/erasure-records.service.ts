import { Injectable } from '@nestjs/common';
import { certificateText, type ErasureCertificate } from '@rowhouse/verify/erasure-certificate';
import { AppError } from '../../../common/errors/app-error.js';
import { foreignCursor } from '../../../common/errors/foreign-cursor.js';
import { hashOf } from './certificates.service.js';
import type { ErasureRow } from './erasure.types.js';
import { ErasureRowsRepository } from './erasure-rows.repository.js';

const CURSOR = /^(\d{1,15})\.([0-9a-f-]{36})$/;

/** A certificate as a file. */
export interface CertificateDownload {
  name: string;
  text: string;
}

/** Erasures and their certificates, for operators, and for owners by their link. */
@Injectable()
export class ErasureRecordsService {
  constructor(private readonly rows: ErasureRowsRepository) {}

  /** The newest first. @throws AppError query.invalid */
  async list(
    limit: number,
    { orgId, cursor }: { orgId?: string; cursor?: string },
  ): Promise<{ items: ErasureRow[]; next: string | null }> {
    const items = await this.rows.list({ orgId, limit }, readCursor(cursor));
    const last = items.length < limit ? undefined : items.at(-1);
    return { items, next: last ? cursorOf(last) : null };
  }

  /** @throws AppError erasure.not_found */
  async find(id: string): Promise<ErasureRow> {
    const row = await this.rows.find(id);
    if (row === null) throw new AppError('erasure.not_found');
    return row;
  }

  /** @throws AppError erasure.not_found, erasure.not_certified */
  async certificate(id: string): Promise<CertificateDownload> {
    return download(await this.find(id));
  }

  /** By the link of the e-mail, which does not end. @throws AppError erasure.not_found */
  async byLink(secret: string): Promise<CertificateDownload> {
    const row = await this.rows.findByLink(hashOf(secret));
    if (row === null) throw new AppError('erasure.not_found');
    return download(row);
  }
}

function download({ _id, org_id, signed }: ErasureRow): CertificateDownload {
  if (signed === undefined) throw new AppError('erasure.not_certified', { retryAfter: 5 });
  const payload = JSON.parse(Buffer.from(signed.split('.')[1], 'base64url').toString()) as ErasureCertificate;
  return { name: `erasure-${org_id}-${_id.slice(0, 8)}.json`, text: certificateText(payload, signed) };
}

const cursorOf = ({ erased_at, _id }: ErasureRow): string =>
  Buffer.from(`${erased_at.getTime()}.${_id}`).toString('base64url');

function readCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [, at, id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined) throw foreignCursor();
  return { at: new Date(Number(at)), id };
}
