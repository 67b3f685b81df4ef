import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { CountersRepository } from '../../database/counters.repository.js';
import type { Actor } from '../access/actor.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { PlansService } from '../plans/plans.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import { nameKey } from '../registry/slug.js';
import { AccountsService } from '../users/accounts.service.js';
import { UsersService } from '../users/users.service.js';
import { DatabaseSlotsService } from './database-slots.service.js';
import { LeftoverTakeoversService } from './leftover-takeovers.service.js';
import type { Leftover } from './marks/leftover-claims.service.js';

/** Makes an organization again around its database, when a restored master has forgotten it. */
@Injectable()
export class OrganizationRemakesService {
  constructor(
    private readonly takeovers: LeftoverTakeoversService,
    private readonly organizations: OrganizationsRepository,
    private readonly slots: DatabaseSlotsService,
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly counters: CountersRepository,
    private readonly plans: PlansService,
  ) {}

  /** @param id that it had */
  async remake(
    actor: Actor,
    { row, registered }: Leftover,
    id: string,
    { name, ownerEmail }: { name?: string; ownerEmail?: string },
  ): Promise<string> {
    const errors = {
      ...(name === undefined ? { organization_name: 'organization_name is required' } : {}),
      ...(ownerEmail === undefined ? { owner_email: 'owner_email is required' } : {}),
    };
    if (name === undefined || ownerEmail === undefined) throw new AppError('request.invalid', { errors });
    const account = await this.accounts.findByEmail(ownerEmail);
    if (account === null) throw new AppError('user.not_found');
    const [userSeq, { membership }, seq, planId, slug] = await Promise.all([
      this.users.seqOf(account.id),
      this.memberships.nextIds(),
      this.counters.next('organizations'),
      this.plans.defaultId(),
      this.slots.freeSlug(name),
    ]);
    const database = row._id;
    const generation = row.mark?.generation ?? registered?.generation ?? 1;
    const owner = { id: account.id, seq: userSeq, membership, account: undefined, userName: undefined };
    const place = { id, seq, uid: randomUUID(), slug, database, generation, adminId: account.id };
    const made = { origin: 'v1', domain: null, planId, personal: false, settings: {} };
    await this.takeovers.take(actor, { database, orgId: id, slug, generation }, async (session) => {
      const now = new Date();
      await this.organizations.insert({ ...place, name, nameKey: nameKey(name), ...made }, now, session);
      await this.users.own(account.id, now, session);
      await this.memberships.addOwner(id, owner, now, session);
    });
    this.memberships.invalidate(account.id);
    return id;
  }
}
