export type PlanType = 'basic' | 'pro' | 'premium';

/** What an organization may use; null = without limit. */
export interface PlanLimits {
  members: number | null;
  requests_per_minute: number | null;
  /** Bytes of the organization's own database. */
  storage: number | null;
  collections: number | null;
  api_keys: number | null;
}

/** An organization without a plan. */
export const NO_LIMITS: PlanLimits = {
  members: null,
  requests_per_minute: null,
  storage: null,
  collections: null,
  api_keys: null,
};

export interface Plan {
  id: string;
  type: PlanType;
  name: string;
  limits: PlanLimits;
  /** Milliseconds that the database may work on one command of a request; null: as long as any request has. */
  maxTimeMs: number | null;
}

const GIB = 1024 ** 3;

/** The plans of a fresh installation. Their ids never change: clients keep them (S3-04, S3-14). */
export const DEFAULT_PLANS: readonly Plan[] = [
  {
    id: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01',
    type: 'basic',
    name: 'Basic',
    maxTimeMs: 2000,
    limits: { members: 10, requests_per_minute: 600, storage: GIB, collections: 10, api_keys: 2 },
  },
  {
    id: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a02',
    type: 'pro',
    name: 'Pro',
    maxTimeMs: null,
    limits: { members: 100, requests_per_minute: 6_000, storage: 20 * GIB, collections: 50, api_keys: 20 },
  },
  {
    id: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a03',
    type: 'premium',
    name: 'Premium',
    maxTimeMs: null,
    limits: { members: null, requests_per_minute: 60_000, storage: null, collections: 200, api_keys: 200 },
  },
];
