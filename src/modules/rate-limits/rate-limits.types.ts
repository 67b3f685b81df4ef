import type { Quota } from '../../common/errors/app-error.js';

/** A number of points per window. */
export interface Limit extends Quota {
  /** The limit instead, while the subject is marked as known; `limit` when absent. */
  knownLimit?: number;
  /** Points may come back before the window ends. */
  givesBack?: boolean;
}

/** What became of asking for a point. */
export interface Taken {
  granted: boolean;
  /** Points that are left. */
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
  /** Which window, so that the point goes back to no other one. */
  window: Date;
}
