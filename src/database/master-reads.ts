import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import type { Connection } from 'mongoose';

/** Rows of one collection of master that have one field in common. */
export interface MasterLookup {
  collection: string;
  /** An index begins with it. */
  field: string;
  /** Further conditions, the same for every key. */
  where?: Document;
  /** What is read of each row, besides `field`; all of it when absent. */
  fields?: readonly string[];
}

interface Asked {
  key: unknown;
  rows: Document[];
  promise: Promise<Document[]>;
  resolve: (rows: Document[]) => void;
  reject: (error: unknown) => void;
}

/** The keys asked of one lookup, by their text. */
type Wanted = Map<string, Asked>;

/** Keys of one command: its reply and its plan stay small. */
const MAX_KEYS = 1000;

/**
 * What is asked of master in one turn of the event loop travels in one command: a $unionWith of one indexed read
 * per lookup. A request that meets an organization for the first time so waits for one round trip, and many that
 * come at once share its cost.
 */
@Injectable()
export class MasterReads {
  private wanted = new Map<MasterLookup, Wanted>();
  private keys = 0;

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** The rows whose field is `key`; keys of one lookup are of one type. The lookup is told by its identity. */
  find(lookup: MasterLookup, key: unknown): Promise<Document[]> {
    if (this.keys >= MAX_KEYS) this.flush();
    if (this.keys === 0) setImmediate(() => this.flush());
    let wanted = this.wanted.get(lookup);
    if (wanted === undefined) this.wanted.set(lookup, (wanted = new Map<string, Asked>()));
    const text = String(key);
    let asked = wanted.get(text);
    if (asked === undefined) {
      this.keys++;
      wanted.set(text, (asked = question(key)));
    }
    return asked.promise;
  }

  private flush(): void {
    const { wanted, keys } = this;
    if (keys === 0) return;
    this.wanted = new Map();
    this.keys = 0;
    void this.send([...wanted]);
  }

  private async send(lookups: [MasterLookup, Wanted][]): Promise<void> {
    try {
      const parts = lookups.map(([lookup, wanted], part) => ({
        coll: lookup.collection,
        pipeline: pipelineOf(lookup, [...wanted.values()], part),
      }));
      const [{ coll, pipeline }, ...others] = parts as [(typeof parts)[0], ...typeof parts];
      const unions = others.map(($unionWith) => ({ $unionWith }));
      const cursor = this.connection
        .collection(coll)
        .aggregate<{ part: number; row: Document }>([...pipeline, ...unions], { batchSize: 10 * MAX_KEYS });
      for (const { part, row } of await cursor.toArray()) {
        const [lookup, wanted] = lookups[part];
        wanted.get(String(row[lookup.field]))?.rows.push(row);
      }
      for (const [, wanted] of lookups) for (const { rows, resolve } of wanted.values()) resolve(rows);
    } catch (error) {
      for (const [, wanted] of lookups) for (const { reject } of wanted.values()) reject(error);
    }
  }
}

function pipelineOf({ field, where, fields }: MasterLookup, asked: Asked[], part: number): Document[] {
  const keys = asked.map(({ key }) => key);
  const project = fields && Object.fromEntries([field, ...fields].map((name) => [name, 1]));
  return [
    { $match: { [field]: keys.length === 1 ? { $eq: keys[0] } : { $in: keys }, ...where } },
    ...(project ? [{ $project: project }] : []),
    { $replaceWith: { part: { $literal: part }, row: '$$ROOT' } },
  ];
}

function question(key: unknown): Asked {
  const asked = { key, rows: [] } as unknown as Asked;
  asked.promise = new Promise((resolve, reject) => Object.assign(asked, { resolve, reject }));
  return asked;
}
