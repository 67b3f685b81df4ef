import { type AuditEntryLine, digestOf, FIRST_LINK, linkOf } from '@rowhouse/verify/audit-log';
import { type AuditAnchor, isGenuine } from './audit-anchor.js';
import type { AuditKeysService } from './audit-keys.service.js';
import type { AuditRow } from './audit.schema.js';
import type { LogPlace } from './audit.types.js';
import { GENESIS } from './chain.js';
import { isGenuineRow, keyNumberOf, lineOf } from './entries.js';

/** What is known at a place of a chain. */
export type Place = LogPlace;

export const BEGINNING: Place = { count: 0, link: FIRST_LINK, hash: GENESIS };

/** A step of the walk: the entry as it is exported, and its digest. */
export interface Step {
  line: AuditEntryLine;
  digest: string;
}

/**
 * Follows a chain entry by entry, by the keyed hashes of the log and by the links that outsiders recompute. Nothing is
 * signed for a chain in which a step did not fit.
 */
export class ChainWalk {
  private place: Place;
  private broken: number | undefined;

  constructor(
    private readonly keys: AuditKeysService,
    from: Place,
    private readonly anchor: AuditAnchor,
  ) {
    this.place = from;
  }

  get count(): number {
    return this.place.count;
  }

  async step(row: AuditRow): Promise<Step> {
    const { count, link, hash } = this.place;
    const key = await this.keys.find(keyNumberOf(row));
    const fits =
      row.n === count + 1 &&
      row.prev === hash &&
      key !== undefined &&
      (row.key !== undefined || row.n < this.anchor.keyed_from) &&
      (await isGenuineRow(row, (n) => this.keys.find(n)));
    if (!fits) this.broken ??= count + 1;
    const line = lineOf(row, key ?? Buffer.alloc(0));
    const digest = digestOf(line);
    this.place = { count: row.n, link: linkOf(link, digest), hash: row.hash };
    return { line, digest };
  }

  /** The first place that does not fit, once all entries up to the anchor were walked; undefined: all is well. */
  async fault(): Promise<number | undefined> {
    const { anchor, place } = this;
    if (this.broken !== undefined) return this.broken;
    if (anchor.suspect !== undefined) return anchor.suspect;
    if (place.count !== anchor.count) return place.count + 1;
    const genuine = isGenuine(anchor, await this.keys.find(anchor.key));
    return genuine && place.hash === anchor.last ? undefined : Math.max(1, anchor.count);
  }

  /** Whether every step so far fits; says nothing of the anchor. */
  get isWhole(): boolean {
    return this.broken === undefined;
  }

  get end(): Place {
    return this.place;
  }
}
