import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { Sealed } from './factor-keys.service.js';
import type { FactorEnrolment, SecondFactor } from './second-factor.schema.js';

@Injectable()
export class FactorsRepository {
  constructor(
    @InjectModel('SecondFactor') private readonly factors: Model<SecondFactor>,
    @InjectModel('FactorEnrolment') private readonly enrolments: Model<FactorEnrolment>,
  ) {}

  async find(userId: string): Promise<SecondFactor | null> {
    const row = await this.factors.findById(userId).lean<SecondFactor>();
    return row && { ...row, sealed: bytesOf(row.sealed) };
  }

  /** Takes the place of the one there was. */
  async put(factor: SecondFactor, session: ClientSession): Promise<void> {
    await this.factors.replaceOne({ _id: factor._id }, factor, { upsert: true, session });
  }

  async remove(userId: string, session: ClientSession): Promise<boolean> {
    await this.enrolments.deleteOne({ _id: userId }, { session });
    const { deletedCount } = await this.factors.deleteOne({ _id: userId }, { session });
    return deletedCount === 1;
  }

  /** As they are stored, for insertAgain(). */
  readRows(ids: readonly string[], session: ClientSession): Promise<SecondFactor[]> {
    return this.factors.collection
      .find<SecondFactor>({ _id: { $in: [...ids] } as never }, { session })
      .toArray();
  }

  async insertAgain(rows: readonly SecondFactor[], session: ClientSession): Promise<void> {
    if (rows.length > 0) await this.factors.collection.insertMany([...rows] as never[], { session });
  }

  /** Of accounts that go. */
  async removeAll(ids: readonly string[], session: ClientSession): Promise<void> {
    const _id = mongoose.trusted({ $in: [...ids] });
    await this.enrolments.deleteMany({ _id }, { session });
    await this.factors.deleteMany({ _id }, { session });
  }

  /** Of two uses of one code the second finds a newer step. */
  async useStep(userId: string, step: number): Promise<boolean> {
    const { modifiedCount } = await this.factors.updateOne(
      { _id: userId, last_step: mongoose.trusted({ $lt: step }) },
      { $set: { last_step: step } },
    );
    return modifiedCount === 1;
  }

  /** @returns how many recovery codes are left; null when this one is not there, or was used */
  async useRecovery(userId: string, hash: string, session: ClientSession): Promise<number | null> {
    const row = await this.factors
      .findOneAndUpdate(
        { _id: userId, recovery: hash },
        { $pull: { recovery: hash } },
        { session, returnDocument: 'after' },
      )
      .lean<SecondFactor>();
    return row && row.recovery.length;
  }

  async setRecovery(userId: string, hashes: string[], session: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.factors.updateOne(
      { _id: userId },
      { $set: { recovery: hashes } },
      { session },
    );
    return matchedCount === 1;
  }

  /** Takes the place of an enrolment that was started before. */
  async putEnrolment(enrolment: FactorEnrolment): Promise<void> {
    await this.enrolments.replaceOne({ _id: enrolment._id }, enrolment, { upsert: true });
  }

  async findEnrolment(userId: string, sid: string, now: Date): Promise<Sealed | null> {
    const row = await this.enrolments
      .findOne({ _id: userId, sid, expires_at: after(now) })
      .lean<FactorEnrolment>();
    return row && { sealed: bytesOf(row.sealed), key: row.key };
  }

  /** Of two transactions that take one enrolment, the second conflicts and then finds none. */
  async takeEnrolment(
    userId: string,
    { sid, sealed }: { sid: string; sealed: Buffer },
    now: Date,
    session: ClientSession,
  ): Promise<boolean> {
    const { deletedCount } = await this.enrolments.deleteOne(
      { _id: userId, sid, sealed, expires_at: after(now) },
      { session },
    );
    return deletedCount === 1;
  }
}

/** A lean read gives the driver's Binary. */
const bytesOf = (stored: Buffer | { buffer: Uint8Array }): Buffer =>
  Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer);

const after = (moment: Date) => mongoose.trusted({ $gt: moment });
