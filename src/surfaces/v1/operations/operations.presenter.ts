import { secondOf } from '../../../database/past/moment.js';
import type { Operation } from '../../../modules/organizations/moves/operations.service.js';
import type { OperationDto } from './operations.dto.js';

export function presentOperation(operation: Operation): OperationDto {
  const { documents_done: done, documents_total: total } = operation;
  const copied = operation.phase === 'copying' && total > 0 ? Math.min(done / total, 1) : 1;
  return {
    id: operation.id,
    kind: operation.kind ?? 'update',
    at: operation.at === undefined ? null : secondOf(operation.at).toISOString(),
    phase: operation.phase,
    from: operation.from,
    to: operation.to,
    documents_total: total,
    documents_done: done,
    progress: operation.phase === 'copying' && total === 0 ? 0 : copied,
    pause_ms: operation.pause_ms ?? null,
    error: operation.error ?? null,
    created_at: operation.created_at.toISOString(),
    updated_at: operation.updated_at.toISOString(),
  };
}
