import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { asOf, type ClusterTime, momentOf } from '../../database/past/moment.js';
import { isStreamLost, PastCatalog, type PastCollection } from '../../database/past/past-catalog.js';
import { isForgotten, SnapshotWindow } from '../../database/past/snapshot-window.js';
import { specOf } from '../../database/raw-documents.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { PastOrganizationsRepository } from '../registry/past-organizations.repository.js';
import type { Organization } from '../registry/organizations.types.js';

/** Which state is wanted: that of a moment, or that of a generation which is kept. */
export interface UndoTarget {
  at?: string;
  generation?: number;
}

/** What an undo would do to one collection. */
export interface CollectionChange {
  name: string;
  /** `restored`: it is not there now; `removed`: it was not there then. */
  change: 'restored' | 'removed' | 'kept';
  /** Null: counting them takes too long. */
  documentsThen: number | null;
  documentsNow: number | null;
  /** Options or indexes differ. */
  isDefinedOtherwise: boolean;
}

export interface UndoPlan {
  at: ClusterTime;
  /** The database that had the state. */
  source: string;
  collections: PastCollection[];
}

/** Milliseconds for one count. */
const COUNT_MS = 2000;
const TOO_LATE = 50;

/** What an organization was at a moment, beside what it is now. */
@Injectable()
export class UndoPlansService {
  constructor(
    private readonly window: SnapshotWindow,
    private readonly catalog: PastCatalog,
    private readonly tenants: TenantConnectionFactory,
    private readonly databases: DatabasesRepository,
    private readonly past: PastOrganizationsRepository,
  ) {}

  /** @throws AppError request.invalid, moment.*, generation.not_found */
  async plan(organization: Organization, wanted: UndoTarget): Promise<UndoPlan> {
    try {
      const { at, source } = await this.find(organization, wanted);
      return { at, source, collections: await this.catalog.collections(this.tenants.open(source).db, at) };
    } catch (error) {
      if (isForgotten(error) || isStreamLost(error)) throw await this.window.tooOld(error);
      throw error;
    }
  }

  /** Nothing is changed. */
  async compare(
    { database }: Organization,
    { at, source, collections }: UndoPlan,
  ): Promise<CollectionChange[]> {
    const [then, now] = [this.tenants.open(source), this.tenants.open(database)];
    const newest = await this.window.now();
    const present = await this.catalog.collections(now.db, newest);
    const names = [...new Set([...collections, ...present].map(({ name }) => name))].sort();
    const changes: CollectionChange[] = [];
    for (const name of names) {
      const [was, is] = [collections, present].map((list) => list.find((one) => one.name === name));
      changes.push({
        name,
        change: was === undefined ? 'removed' : is === undefined ? 'restored' : 'kept',
        documentsThen: await count(then, was, at),
        documentsNow: await count(now, is, newest),
        isDefinedOtherwise: was !== undefined && is !== undefined && definitionOf(was) !== definitionOf(is),
      });
    }
    return changes;
  }

  private async find(
    { id }: Organization,
    { at: text, generation }: UndoTarget,
  ): Promise<{ at: ClusterTime; source: string }> {
    if ((text === undefined) === (generation === undefined)) {
      throw new AppError('request.invalid', { errors: { at: 'give either at or generation' } });
    }
    if (generation !== undefined) return this.ofKept(id, generation);
    const moment = momentOf(text!);
    if (moment === undefined) {
      const errors = { at: 'at must be an RFC 3339 time with its zone, or a cluster time' };
      throw new AppError('moment.invalid', { errors });
    }
    const at = await this.window.resolve(moment);
    const source = await this.past.databaseAt(id, at);
    if (source === null) throw new AppError('moment.organization_absent');
    return { at, source };
  }

  /** Nobody writes to it any more: its state is that of now. */
  private async ofKept(id: string, generation: number): Promise<{ at: ClusterTime; source: string }> {
    const kept = (await this.databases.listKept(id)).find((row) => row.generation === generation);
    if (kept === undefined) throw new AppError('generation.not_found');
    return { at: await this.window.now(), source: kept._id };
  }
}

/** Null: it takes too long. Of a view, or where there is none, no documents. */
async function count(db: TenantDb, of: PastCollection | undefined, at: ClusterTime): Promise<number | null> {
  if (of === undefined || of.kind === 'view') return 0;
  const perBucket = { $sum: { $ifNull: ['$control.count', 0] } };
  const group = { $group: { _id: null, n: of.kind === 'timeseries' ? perBucket : { $sum: 1 } } };
  const command = { aggregate: of.store, pipeline: [group], cursor: {}, maxTimeMS: COUNT_MS };
  try {
    const reply = await db.db.command({ ...command, readConcern: asOf(at) });
    const [row] = (reply['cursor'] as { firstBatch: { n: number }[] }).firstBatch;
    return Number(row?.n ?? 0);
  } catch (error) {
    if ((error as { code?: unknown }).code === TOO_LATE) return null;
    throw error;
  }
}

function definitionOf({ kind, options, indexes }: PastCollection): string {
  const named = indexes.map((index) => specOf(plain(index))).sort();
  return specOf([kind, plain(options), named]);
}

/** Maps have no text of their own. */
function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, unknown>)].map(([key, inner]) => [key, plain(inner)]);
  }
  return Array.isArray(value) ? value.map(plain) : value;
}
