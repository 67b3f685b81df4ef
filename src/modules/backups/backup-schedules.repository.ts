import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { BackupScheduleRow } from './backup-schedule.schema.js';

@Injectable()
export class BackupSchedulesRepository {
  constructor(@InjectModel('BackupSchedule') private readonly schedules: Model<BackupScheduleRow>) {}

  find(orgId: string, session?: ClientSession): Promise<BackupScheduleRow | null> {
    return this.schedules
      .findById(orgId)
      .session(session ?? null)
      .lean<BackupScheduleRow>()
      .exec();
  }

  async put(
    { _id, ...schedule }: Omit<BackupScheduleRow, 'last_at' | 'last_backup' | 'skipped'>,
    session: ClientSession,
  ): Promise<void> {
    const { keep_days, next_at, ...set } = schedule;
    const $set = { ...set, ...(keep_days !== undefined && { keep_days }), ...(next_at && { next_at }) };
    const $unset = { ...(keep_days === undefined && { keep_days: 1 }), ...(!next_at && { next_at: 1 }) };
    await this.schedules.updateOne({ _id }, { $set, $unset }, { upsert: true, session });
  }

  async remove(orgId: string, session: ClientSession): Promise<boolean> {
    return (await this.schedules.deleteOne({ _id: orgId }, { session })).deletedCount === 1;
  }

  /** Whose next run is due. */
  listDue(now: Date, limit: number): Promise<BackupScheduleRow[]> {
    return this.schedules
      .find({ next_at: mongoose.trusted({ $lte: now }) })
      .sort({ next_at: 1 })
      .limit(limit)
      .lean<BackupScheduleRow[]>()
      .exec();
  }

  /** Of several instances one advances it. @returns false when another did, or it was changed */
  async advance(
    { _id, next_at }: BackupScheduleRow,
    next: Date | undefined,
    done: Pick<BackupScheduleRow, 'last_at' | 'last_backup' | 'skipped'>,
    session: ClientSession,
  ): Promise<boolean> {
    const $set = { ...definedOf(done), ...(next && { next_at: next }) };
    const $unset = {
      ...(next === undefined && { next_at: 1 }),
      ...(done.skipped === undefined && { skipped: 1 }),
    };
    const { matchedCount } = await this.schedules.updateOne({ _id, next_at }, { $set, $unset }, { session });
    return matchedCount === 1;
  }
}

const definedOf = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
