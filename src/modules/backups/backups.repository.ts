import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection, Timestamp } from 'mongodb';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import { LeaseRows } from '../../database/work/lease-rows.js';
import type { BackupRow, DownloadLink } from './backup.schema.js';
import type { Backup, BackupKind, BackupPhase } from './backup.types.js';

/** Links that one backup can have at once: the oldest makes room. */
const MAX_LINKS = 10;
/** Not in the store, or soon not. */
const GONE: BackupPhase[] = ['failed', 'removing'];

@Injectable()
export class BackupsRepository {
  /** Who works on which of those that are due. */
  readonly leases: LeaseRows<BackupRow>;

  constructor(@InjectModel('Backup') private readonly backups: Model<BackupRow>) {
    const rows = () => this.backups.collection as unknown as Collection<BackupRow>;
    this.leases = new LeaseRows(rows, { owner: 'lease_owner', until: 'lease_until' }, { due: true });
  }

  async insert(row: BackupRow, session: ClientSession): Promise<void> {
    await this.backups.create([row], { session });
  }

  find(id: string): Promise<BackupRow | null> {
    return this.backups.findById(id).lean<BackupRow>().exec();
  }

  /** Those that are, or will be, in the store; without those that the journal asked for. */
  count(orgId: string, session: ClientSession): Promise<number> {
    const phase = mongoose.trusted({ $nin: GONE });
    const kind = mongoose.trusted({ $ne: 'journal' as const });
    return this.backups.countDocuments({ org_id: orgId, phase, kind }, { session }).exec();
  }

  /** The newest first. @param before the last one of the page before */
  async list(orgId: string, limit: number, before?: { at: Date; id: string }): Promise<BackupRow[]> {
    const behind = before && {
      $or: [
        { created_at: mongoose.trusted({ $lt: before.at }) },
        { created_at: before.at, _id: mongoose.trusted({ $lt: before.id }) },
      ],
    };
    return this.backups
      .find({ org_id: orgId, phase: mongoose.trusted({ $ne: 'removing' as const }), ...behind })
      .sort({ created_at: -1, _id: -1 })
      .limit(limit)
      .lean<BackupRow[]>();
  }

  /** False when the lease was lost: it is another instance's by now, or is to be removed. */
  async save(
    id: string,
    owner: string,
    change: Partial<BackupRow>,
    taken: (keyof BackupRow)[] = [],
    session?: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.backups.updateOne(
      { _id: id, lease_owner: owner },
      {
        $set: { ...change, updated_at: new Date() },
        ...(taken.length === 0 ? {} : { $unset: Object.fromEntries(taken.map((name) => [name, 1])) }),
      },
      { session },
    );
    return matchedCount === 1;
  }

  /** Scheduled ones that can be read, the newest first. */
  async listScheduled(orgId: string, session: ClientSession): Promise<string[]> {
    const rows = await this.backups
      .find({ org_id: orgId, kind: 'scheduled', phase: 'done' }, { _id: 1 }, { session })
      .sort({ created_at: -1, _id: -1 })
      .lean<{ _id: string }[]>();
    return rows.map(({ _id }) => _id);
  }

  async isScheduledUnderWay(orgId: string, session: ClientSession): Promise<boolean> {
    const phase = mongoose.trusted({ $in: ['waiting', 'running'] as BackupPhase[] });
    const found = await this.backups.exists({ org_id: orgId, kind: 'scheduled', phase }).session(session);
    return found !== null;
  }

  /** The newest one of a database that is of a moment until `at`. */
  newestBase(orgId: string, database: string, at: Timestamp, kind?: BackupKind): Promise<BackupRow | null> {
    return this.backups
      .findOne({ org_id: orgId, database, phase: 'done', cluster_time: until(at), ...(kind && { kind }) })
      .sort({ cluster_time: -1 })
      .lean<BackupRow>()
      .exec();
  }

  /** The oldest one that is of a moment from `at` on. */
  oldestBase(orgId: string, database: string, at: Timestamp): Promise<BackupRow | null> {
    const since = mongoose.trusted({ $gte: at }) as unknown as Timestamp;
    return this.backups
      .findOne({ org_id: orgId, database, phase: 'done', cluster_time: since })
      .sort({ cluster_time: 1 })
      .lean<BackupRow>()
      .exec();
  }

  /** Those that the journal asked for. @param before absent: all of the database */
  async markBasesRemoving(database: string, before?: Timestamp): Promise<void> {
    const older = before && { cluster_time: mongoose.trusted({ $lt: before }) as unknown as Timestamp };
    await this.backups.updateMany({ kind: 'journal', phase: 'done', database, ...older }, REMOVING());
  }

  /** It was written down, and is to be made from now on. */
  async release(id: string): Promise<void> {
    await this.backups.updateOne({ _id: id, phase: 'waiting' }, { $set: { due: true } });
  }

  /** Asks for its removal; a run that has it in hand loses it. @returns false when it is not there, or asked for */
  async markRemoving(id: string, orgId: string, session: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.backups.updateOne(
      { _id: id, org_id: orgId, phase: mongoose.trusted({ $ne: 'removing' }) },
      REMOVING(),
      { session },
    );
    return matchedCount === 1;
  }

  /** Those that are, or may be, in the store; also those that are being removed. */
  listAll(orgId: string, session?: ClientSession): Promise<Pick<BackupRow, '_id' | 'kind' | 'at'>[]> {
    return this.backups
      .find({ org_id: orgId }, { kind: 1, at: 1 }, { session })
      .sort({ created_at: 1, _id: 1 })
      .lean<Pick<BackupRow, '_id' | 'kind' | 'at'>[]>()
      .exec();
  }

  async markAllRemoving(orgId: string, session: ClientSession): Promise<void> {
    await this.backups.updateMany({ org_id: orgId }, REMOVING(), { session });
  }

  /** Asks for the removal of those whose time is over. @returns how many */
  async markExpired(): Promise<number> {
    const { modifiedCount } = await this.backups.updateMany(
      { expires_at: mongoose.trusted({ $lte: new Date() }), phase: mongoose.trusted({ $ne: 'removing' }) },
      REMOVING(),
    );
    return modifiedCount;
  }

  /** Asks for a verification. @returns false when it is not there, or cannot be read now */
  async markVerifying(id: string, orgId: string, session: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.backups.updateOne(
      { _id: id, org_id: orgId, phase: 'done' },
      {
        $set: { due: true, lease_until: new Date(0), verification: 'waiting', updated_at: new Date() },
        $unset: { lease_owner: 1 },
      },
      { session },
    );
    return matchedCount === 1;
  }

  async addLink(id: string, orgId: string, link: DownloadLink, session: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.backups.updateOne(
      { _id: id, org_id: orgId, phase: 'done' },
      { $push: { links: { $each: [link], $slice: -MAX_LINKS } } },
      { session },
    );
    return matchedCount === 1;
  }

  /** The backup that a link of this hash is for, whatever its age. */
  findByLink(hash: string): Promise<BackupRow | null> {
    return this.backups.findOne({ 'links.hash': hash }).lean<BackupRow>().exec();
  }

  async remove(id: string, owner: string): Promise<void> {
    await this.backups.deleteOne({ _id: id, lease_owner: owner, phase: 'removing' });
  }
}

const until = (at: Timestamp): Timestamp => mongoose.trusted({ $lte: at }) as unknown as Timestamp;

const REMOVING = () => ({
  $set: { phase: 'removing', due: true, lease_until: new Date(0), updated_at: new Date(), links: [] },
  $unset: { lease_owner: 1 },
});

export function toBackup(row: BackupRow): Backup {
  return {
    id: row._id,
    orgId: row.org_id,
    kind: row.kind,
    phase: row.phase,
    note: row.note,
    at: row.at,
    collections: row.collections,
    documentsTotal: row.documents_total,
    documentsDone: row.documents_done,
    bytes: row.bytes,
    storedBytes: row.stored_bytes,
    fault: row.fault,
    verification: row.verification,
    verifiedAt: row.verified_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
  };
}
