/** What is added up; each only grows within an hour. */
export interface UsageSums {
  /** Requests of signed-in callers that were answered, but those refused with 429 and faults (5xx). */
  requests: number;
  /** Documents inserted, replaced, patched or imported. */
  documents: number;
  /** BSON bytes of those documents, each as it was stored. */
  bytes: number;
}

/** What one instance counted of an organization in one hour, from the hour's start. */
export interface InstanceUsage extends UsageSums {
  organizationId: string;
  /** Hours since 1970. */
  hour: number;
  /** Members seen in the hour that were not told before. */
  users: readonly string[];
}

/** A record of a closed hour. It is never changed. */
export interface UsageRecord extends UsageSums {
  /** Rises with the time of closing, over all organizations. */
  id: number;
  organizationId: string;
  hour: Date;
  /** Members who made a request in the hour. */
  activeMembers: number;
  /** Active members, whether or not they were seen, when the hour was closed. */
  seats: number | null;
  /** Bytes of the database with its indexes, when the hour was closed; null when it was not to be measured. */
  storage: number | null;
  /** Of the sums, what belongs to earlier hours that were closed when it was told. */
  late: UsageSums | null;
  closedAt: Date;
}

/** An hour that is not closed, as far as the instances have told: a second ago. */
export interface OpenUsage extends UsageSums {
  hour: Date;
  activeMembers: number;
}

export interface UsageQuery {
  organizationId?: string;
  from?: Date;
  to?: Date;
  /** Records behind this id. */
  after: number;
  limit: number;
}

export const HOUR_MS = 3_600_000;
export const NOTHING: UsageSums = { requests: 0, documents: 0, bytes: 0 };

export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);
export const dateOfHour = (hour: number): Date => new Date(hour * HOUR_MS);

export const plus = (a: UsageSums, b: UsageSums): UsageSums => ({
  requests: a.requests + b.requests,
  documents: a.documents + b.documents,
  bytes: a.bytes + b.bytes,
});

export const minus = (a: UsageSums, b: UsageSums): UsageSums => ({
  requests: a.requests - b.requests,
  documents: a.documents - b.documents,
  bytes: a.bytes - b.bytes,
});

export const isNothing = ({ requests, documents, bytes }: UsageSums): boolean =>
  requests === 0 && documents === 0 && bytes === 0;
