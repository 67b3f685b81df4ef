import { LRUCache } from 'lru-cache';

/** Collections whose documents' size is remembered: about 100 bytes each. */
const MAX_KNOWN = 20_000;
/** How much of the largest average still counts after the next read: small documents cannot hide large ones between. */
const MEMORY = 0.9;

/**
 * How many documents to ask for, so that a reply is about as large as what is wanted of it: the server fills it up
 * to 16 MB. The size of a collection's documents is learned from what was read lately.
 */
export class ReplySizes {
  private readonly averages = new LRUCache<string, number>({ max: MAX_KNOWN });

  /** @param bytes wanted of a reply */
  constructor(private readonly bytes: number) {}

  isKnown(organizationId: string, collection: string): boolean {
    return this.averages.has(`${organizationId}/${collection}`);
  }

  /** Of a collection nobody knows, all. */
  batchSize(organizationId: string, collection: string, limit: number): number {
    const average = this.averages.get(`${organizationId}/${collection}`);
    if (average === undefined) return limit;
    return Math.min(limit, Math.max(1, Math.ceil(this.bytes / average)));
  }

  /** Whether so many documents are likely to fill a reply. */
  isLarge(organizationId: string, collection: string, limit: number): boolean {
    const average = this.averages.get(`${organizationId}/${collection}`);
    return average !== undefined && average * limit > this.bytes;
  }

  learn(organizationId: string, collection: string, count: number, bytes: number): void {
    if (count === 0) return;
    const key = `${organizationId}/${collection}`;
    this.averages.set(key, Math.max(bytes / count, (this.averages.get(key) ?? 0) * MEMORY));
  }
}
