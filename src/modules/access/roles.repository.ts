import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, trusted } from 'mongoose';
import { CountersRepository } from '../../database/counters.repository.js';
import { type MasterLookup, MasterReads } from '../../database/master-reads.js';
import type { RoleRow } from './role.schema.js';
import type { RolePermission } from './roles.types.js';

const OF_ORGANIZATION: MasterLookup = {
  collection: 'roles',
  field: 'org_id',
  fields: ['key', 'name', 'permissions'],
};

@Injectable()
export class RolesRepository {
  constructor(
    @InjectModel('Role') private readonly roles: Model<RoleRow>,
    private readonly counters: CountersRepository,
    private readonly reads: MasterReads,
  ) {}

  /** The integer id of the next role (S2-08). */
  nextSeq(): Promise<number> {
    return this.counters.next('roles');
  }

  /** @throws MongoServerError 11000 on roles._id_ */
  async insert(row: RoleRow, session: ClientSession): Promise<void> {
    await this.roles.create([row], { session });
  }

  async find(orgId: string, key: string, session?: ClientSession): Promise<RoleRow | null> {
    return this.roles
      .findById(roleId(orgId, key))
      .session(session ?? null)
      .lean<RoleRow>();
  }

  /** What a request checks: the roles an organization has made. */
  async listPermissions(orgId: string): Promise<Pick<RoleRow, 'key' | 'name' | 'permissions'>[]> {
    return (await this.reads.find(OF_ORGANIZATION, orgId)) as RoleRow[];
  }

  async list(orgId: string): Promise<RoleRow[]> {
    return this.roles.find({ org_id: orgId }).sort({ key: 1 }).lean<RoleRow[]>();
  }

  async count(orgId: string, session: ClientSession): Promise<number> {
    return this.roles.countDocuments({ org_id: orgId }).session(session);
  }

  /** The new row of a role that the transaction has read. Two versions never share a moment. */
  async update(
    { _id, updated_at }: RoleRow,
    change: Partial<Pick<RoleRow, 'name' | 'description' | 'permissions'>>,
    session: ClientSession,
  ): Promise<RoleRow> {
    const later = new Date(Math.max(Date.now(), updated_at.getTime() + 1));
    const row = await this.roles
      .findByIdAndUpdate(
        _id,
        { $set: { ...change, updated_at: later } },
        { session, returnDocument: 'after' },
      )
      .lean<RoleRow>();
    return row!; // a removal meanwhile makes this transaction conflict
  }

  /** The role; makes a transaction that gives it to a member conflict with one that removes it. */
  async touch(orgId: string, key: string, session: ClientSession): Promise<RoleRow | null> {
    return this.roles
      .findByIdAndUpdate(roleId(orgId, key), { $inc: { given: 1 } }, { session, returnDocument: 'after' })
      .lean<RoleRow>();
  }

  async remove(orgId: string, key: string, session: ClientSession): Promise<boolean> {
    const result = await this.roles.deleteOne({ _id: roleId(orgId, key) }, { session });
    return result.deletedCount === 1;
  }

  /** Roles of any organization that hold one of these, by id. */
  async holders(
    permissions: readonly RolePermission[],
    limit: number,
    session: ClientSession,
  ): Promise<RoleRow[]> {
    return this.roles
      .find({ permissions: trusted({ $in: [...permissions] }) })
      .sort({ _id: 1 })
      .limit(limit)
      .session(session)
      .lean<RoleRow[]>();
  }

  /** For insertAgain(). */
  listRows(orgId: string, session: ClientSession): Promise<RoleRow[]> {
    return this.roles.find({ org_id: orgId }).session(session).lean<RoleRow[]>().exec();
  }

  async insertAgain(rows: readonly RoleRow[], session: ClientSession): Promise<void> {
    if (rows.length > 0) await this.roles.insertMany(rows, { session });
  }

  async removeAllOf(orgId: string, session: ClientSession): Promise<void> {
    await this.roles.deleteMany({ org_id: orgId }, { session });
  }
}

export const roleId = (orgId: string, key: string): string => `${orgId}:${key}`;
export const orgIdOfRole = (id: string): string => id.slice(0, id.indexOf(':'));
