import type { Timestamp } from 'mongodb';

/** A database that the registry knows. */
export interface KnownDatabase {
  readonly database: string;
  readonly orgId: string;
  readonly generation: number;
}

export interface BatchPart extends KnownDatabase {
  entries: Buffer[];
  bytes: number;
  from: Timestamp;
  to: Timestamp;
}

/** Something about a database that the journal does not know. */
export interface Break {
  readonly of: KnownDatabase;
  readonly at: Timestamp;
  readonly reason: 'catalog' | 'capped' | 'key';
}

export interface HomeChange {
  readonly orgId: string;
  /** Null: it is gone. */
  readonly database: string | null;
  readonly at: Timestamp;
}

/** What is written down together. */
export class JournalBatch {
  readonly parts = new Map<string, BatchPart>();
  readonly births: { of: KnownDatabase; at: Timestamp }[] = [];
  readonly homes: HomeChange[] = [];
  readonly breaks: Break[] = [];
  bytes = 0;
  events = 0;

  get isEmpty(): boolean {
    const { parts, births, homes, breaks } = this;
    return parts.size + births.length + homes.length + breaks.length === 0;
  }

  add(of: KnownDatabase, at: Timestamp, entry: Buffer): void {
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
