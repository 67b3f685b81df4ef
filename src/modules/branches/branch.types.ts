import type { PlanType } from '../plans/plans.types.js';
import type { Mask } from './branch-masks.js';

export type BranchPhase = 'building' | 'ready' | 'failed';

/** A copy of an organization at one moment, which is an organization of its own until it expires. */
export interface Branch {
  /** Of the organization that it is. */
  _id: string;
  /** The one that it is a copy of. */
  of: string;
  build: string;
  name: string;
  at: Date;
  masks: Mask[];
  phase: BranchPhase;
  /** A code. */
  error?: string;
  created_by: string;
  created_at: Date;
  expires_at: Date;
}

/** Branches that an organization has at once. */
export const BRANCHES_OF_PLAN: Readonly<Record<PlanType | 'none', number>> = {
  basic: 1,
  pro: 5,
  premium: 20,
  none: 20,
};
