import type { Mark } from './marks.repository.js';

/**
 * `unknown`: the registry has no row of it. `returned`: dropped once, and there again. `mark_missing`, `mark_differs`:
 * to be dropped by its row, but without this registry's mark for that row. `replaced`: its organization lives in a
 * database that was adopted.
 */
export type LeftoverReason = 'unknown' | 'returned' | 'mark_missing' | 'mark_differs' | 'replaced';

export interface LeftoverRow {
  /** The name of the database. */
  _id: string;
  reason: LeftoverReason;
  mark: Mark | null;
  /** Bytes when it was seen first. */
  size: number;
  status: 'open' | 'ignored';
  first_seen: Date;
}
