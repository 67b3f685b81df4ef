import type { Actor } from '../access/actor.types.js';
import type { PlanType } from '../plans/plans.types.js';

/** Endpoints of one organization, by its plan. */
export const MAX_ENDPOINTS: Record<PlanType | 'none', number> = {
  basic: 3,
  pro: 20,
  premium: 100,
  none: 100,
};
/** Patterns of one endpoint's filter. */
export const MAX_PATTERNS = 50;
/** Characters. */
export const MAX_URL = 2048;
export const MAX_DESCRIPTION = 300;
/** Days that deliveries are shown and events can be sent again. */
export const KEPT_DAYS = 30;
/** Events that one request sends again. */
export const MAX_REPLAYED = 1000;
/** Hours that the secret before goes on signing, by default and at most. */
export const OVERLAP_HOURS = 24;
export const MAX_OVERLAP_HOURS = 168;

export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'cancelled';
export const DELIVERY_STATES: readonly DeliveryState[] = ['pending', 'delivered', 'failed', 'cancelled'];

/** Why an endpoint is off: by hand, after five days of failures, or because it answered 410 Gone. */
export type OffReason = 'manual' | 'failing' | 'gone';

/** A webhook, as its administrators see it. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
  readonly ordered: boolean;
  readonly enabled: boolean;
  readonly off: { readonly reason: OffReason; readonly at: Date } | undefined;
  /** When the failures began that no success has ended. */
  readonly failingSince: Date | undefined;
  /** `whpk_…`: what `v1a` signatures are verified with, the newest first. */
  readonly publicKeys: readonly string[];
  /** Until when the secret before the newest one signs too. */
  readonly previousUntil: Date | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Names the version, for If-Match. */
  readonly revision: string;
}

/** With the secret, which is shown once. */
export type EndpointWithSecret = Endpoint & { readonly secret: string };

export interface NewEndpoint {
  url: string;
  description?: string;
  event_types: string[];
  ordered?: boolean;
  enabled?: boolean;
}

export type EndpointChange = Partial<NewEndpoint>;

/** One try to deliver. */
export interface Try {
  at: Date;
  /** Milliseconds until the answer, or until it was given up. */
  ms: number;
  /** Absent: there was no answer. */
  status?: number;
  /** Why it is no success, for people. */
  error?: string;
  /** Those of the answer that help to find the fault. */
  headers?: Record<string, string>;
  /** The first KiB of the answer. */
  body?: string;
}

/** One event for one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Undefined: it is over. */
  readonly nextAt: Date | undefined;
  readonly createdAt: Date;
  /** The newest ten, the oldest first. */
  readonly tries: readonly Try[];
  /** What is sent. */
  readonly body: string;
}

export interface DeliveryQuery {
  state?: DeliveryState;
  type?: string;
  cursor?: string;
  limit: number;
}

export interface ReplayWindow {
  from: Date;
  to: Date;
  /** Filters; the endpoint's own when absent. */
  eventTypes?: readonly string[];
  /** Only those that were not delivered: failed, cancelled, or never written. */
  missingOnly?: boolean;
  /** Place behind which it goes on. */
  after?: number;
}

export interface Replayed {
  events: number;
  /** Where the next request goes on; null: that was all. */
  next: number | null;
}

/** Who makes changes. */
export type Maker = Actor;
