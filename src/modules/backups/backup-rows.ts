import { randomUUID } from 'node:crypto';
import type { BackupRow } from './backup.schema.js';
import type { BackupKind } from './backup.types.js';

/** A backup that an instance is to make. */
export function newRow(
  orgId: string,
  kind: BackupKind,
  more: Pick<BackupRow, 'note' | 'created_by' | 'expires_at' | 'of'>,
): BackupRow {
  const now = new Date();
  return {
    _id: randomUUID(),
    org_id: orgId,
    kind,
    phase: 'waiting',
    due: true,
    lease_until: new Date(0),
    attempts: 0,
    reserved: [],
    collections: 0,
    documents_total: 0,
    documents_done: 0,
    bytes: 0,
    stored_bytes: 0,
    links: [],
    created_at: now,
    updated_at: now,
    ...more,
  };
}
