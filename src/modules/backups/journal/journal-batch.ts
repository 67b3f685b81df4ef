import type { KnownDatabase } from '../../registry/known-databases.service.js';
import type { ClusterTime } from '../../../database/past/moment.js';

export interface BatchPart extends KnownDatabase {
  entries: Buffer[];
  bytes: number;
  from: ClusterTime;
  to: ClusterTime;
}

/** Something about a database that the journal does not know. */
export interface Break {
  readonly of: KnownDatabase;
  readonly at: ClusterTime;
  readonly reason: 'catalog' | 'capped' | 'key';
}

export interface HomeChange {
  readonly orgId: string;
  /** Null: it is gone. */
  readonly database: string | null;
  readonly at: ClusterTime;
}

/** What is written down together. */
export class JournalBatch {
  readonly parts = new Map<string, BatchPart>();
  readonly births: { of: KnownDatabase; at: ClusterTime }[] = [];
  readonly homes: HomeChange[] = [];
  readonly breaks: Break[] = [];
  bytes = 0;
  events = 0;

  get isEmpty(): boolean {
    const { parts, births, homes, breaks } = this;
    return parts.size + births.length + homes.length + breaks.length === 0;
  }

  add(of: KnownDatabase, at: ClusterTime, entry: Buffer): void {
    let part = this.parts.get(of.database);
    if (part === undefined) {
      part = { ...of, entries: [], bytes: 0, from: at, to: at };
      this.parts.set(of.database, part);
    }
    part.entries.push(entry);
    part.bytes += entry.length;
    part.to = at;
    this.bytes += entry.length;
    this.events++;
  }
}
