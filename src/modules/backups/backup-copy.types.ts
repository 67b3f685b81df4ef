import type { Build } from '../organizations/builds/build.types.js';

/** A new organization with the data of a backup, and how far it is. */
export interface BackupCopy {
  /** Of the organization that it becomes. */
  readonly id: string;
  readonly backup: string;
  readonly name: string;
  readonly phase: 'building' | 'ready' | 'failed';
  /** 0 to 1. */
  readonly progress: number;
  /** A code. */
  readonly error: string | undefined;
  readonly createdAt: Date;
}

const PHASES = { filling: 'building', done: 'ready', failed: 'failed' } as const;

export function toCopy(build: Build): BackupCopy {
  const { org_id: id, name, order, phase, documents_total: total, documents_done: done } = build;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const isFailed = phase === 'failed';
  return {
    id,
    name,
    backup: String(order['backup']),
    phase: PHASES[phase],
    progress: phase === 'done' ? 1 : share,
    error: isFailed ? build.error : undefined,
    createdAt: build.created_at,
  };
}
