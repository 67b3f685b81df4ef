import type { Backup } from '../../../modules/backups/backup.types.js';
import type { BackupDto } from './backups.dto.js';

export function presentBackup(backup: Backup): BackupDto {
  const { documentsTotal: total, documentsDone: done, phase } = backup;
  const share = total === 0 ? 0 : Math.min(done / total, 1);
  return {
    id: backup.id,
    kind: backup.kind,
    phase: backup.phase,
    note: backup.note ?? null,
    at: backup.at?.toISOString() ?? null,
    collections: backup.collections,
    documents_total: total,
    documents_done: done,
    progress: phase === 'done' ? 1 : share,
    bytes: backup.bytes,
    stored_bytes: backup.storedBytes,
    fault: backup.fault ?? null,
    verification: backup.verification ?? null,
    verified_at: backup.verifiedAt?.toISOString() ?? null,
    created_by: backup.createdBy,
    created_at: backup.createdAt.toISOString(),
    finished_at: backup.finishedAt?.toISOString() ?? null,
    expires_at: backup.expiresAt?.toISOString() ?? null,
  };
}
