import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { keyIdOf } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import type { Permission } from '../access/roles.types.js';
import { UsersService } from '../users/users.service.js';
import { SessionsService } from './sessions.service.js';

/** Who asked for something that is done later, or that takes long. */
export interface Requester {
  readonly userId: string;
  readonly sessionId: string;
  readonly organizationId: string;
  readonly impersonatorId?: string;
}

/**
 * Whether an actor may still do at this moment what they asked for: a check at the guard says nothing of the time
 * when the work is done.
 */
@Injectable()
export class ReauthorizationService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly organizations: OrganizationRegistryService,
    private readonly rights: CurrentRightsService,
  ) {}

  /** Call it in the transaction that does the work. It reads the rows, not what is kept in memory. */
  async require(session: Tx, requester: Requester, needed: Permission): Promise<void> {
    const { userId, sessionId, organizationId, impersonatorId } = requester;
    const apiKeyId = keyIdOf(sessionId);
    const organization = await this.organizations.read(organizationId, session);
    if (!organization) throw new AppError('organization.not_found');
    if (organization.status !== 'active') throw new AppError('organization.suspended');
    // That a key stands, and what its person may do, is asked with the rights.
    if (apiKeyId === undefined) await this.requireSession(userId, sessionId, session);
    if (impersonatorId !== undefined) {
      const operator = await this.users.getStateIn(impersonatorId, session);
      if (!operator?.operator || operator.status !== 'active') throw new AppError('auth.token_invalid');
    }
    const caller = { userId, permissions: new Set([needed]), apiKeyId };
    await this.rights.require(session, organizationId, caller, needed);
  }

  private async requireSession(userId: string, sessionId: string, session: Tx): Promise<void> {
    const account = await this.users.getStateIn(userId, session);
    const lives = await this.sessions.openOne(userId, sessionId, session);
    if (account?.status !== 'active' || lives === undefined) throw new AppError('auth.token_invalid');
  }
}
