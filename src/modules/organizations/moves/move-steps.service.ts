import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { type Tx, Transactions } from '../../../database/transactions.js';
import { clusterText, secondOf } from '../../../database/past/moment.js';
import { LeaseLost } from '../../../database/work/lease.js';
import { keyIdOf } from '../../access/actor.types.js';
import { AuditService } from '../../audit/audit.service.js';
import type { Act } from '../../audit/audit.types.js';
import { ReauthorizationService } from '../../auth/reauthorization.service.js';
import { JoinRequestsService } from '../../memberships/join-requests.service.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { OrganizationsRepository } from '../../registry/organizations.repository.js';
import { DatabaseMarksService } from '../marks/database-marks.service.js';
import type { Move } from './move.schema.js';
import { MovesRepository } from './moves.repository.js';

/** Databases that are kept for one organization after undos. */
const MAX_KEPT = 5;

/** The transactions of a move: it begins, switches over, or is undone. */
@Injectable()
export class MoveStepsService {
  constructor(
    private readonly moves: MovesRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly marks: DatabaseMarksService,
    private readonly reauthorization: ReauthorizationService,
    private readonly audit: AuditService,
    private readonly requests: JoinRequestsService,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Claims the next database.
   * @param alongside what is changed at once
   * @throws AppError organization.busy, and what the actor lost since the request was admitted
   */
  async begin(move: Move, now: Date, alongside: (session: Tx) => Promise<void>): Promise<void> {
    const { to: _id, org_id, from, slug, generation } = move;
    await this.transactions.run(async (session) => {
      if (!(await this.organizations.beginMove(org_id, from, session)))
        throw new AppError('organization.busy', { retryAfter: 1 });
      await this.databases.claim({ _id, org_id, slug, generation, state: 'building' }, now, session);
      await this.marks.make({ _id, org_id, generation }, session);
      await this.moves.insert(move, session);
      await this.standsIn(move, session);
      await alongside(session);
    });
  }

  /** Whether the actor who asked for the move may still do so. @throws AppError when they may not */
  async reauthorize(move: Move): Promise<void> {
    await this.transactions.run((session) => this.standsIn(move, session));
  }

  /**
   * The organization lives in its new database with this commit.
   * @param owner of the lease @param token of the fence
   * @throws AppError organization.paused when the fence is over; LeaseLost
   */
  async switchOver(move: Move, owner: string, token: string): Promise<void> {
    const { organizations, databases, moves } = this;
    const { org_id, to: database, generation, name, name_key: nameKey, slug } = move;
    await this.transactions.run(async (session) => {
      const to = { database, generation, name, nameKey, slug };
      if (!(await organizations.flip(org_id, token, to, session)))
        throw new AppError('organization.paused', { retryAfter: 1 });
      await this.standsIn(move, session);
      await databases.setState(move.to, 'active', session);
      await this.leave(move, session);
      if (!(await moves.enter(move._id, owner, 'cleaning', session))) throw new LeaseLost();
      await this.audit.record(doneAct(move), session);
      if (move.kind !== undefined) await this.tellOwners(move, session);
    }, 2000);
  }

  /**
   * @param owner of the lease
   * @param reason told in the audit log
   * @returns false when the instance that has taken the move up goes on with it, or has finished it already
   */
  undo(move: Move, owner: string, reason: string): Promise<boolean> {
    return this.transactions.run(async (session) => {
      if (!(await this.moves.enter(move._id, owner, 'failed', session, reason))) return false;
      await this.organizations.cancelMove(move.org_id, session);
      const details = { reason, from: move.from, to: move.to };
      const action = `organization.${move.kind ?? 'update'}_failed` as const;
      const act: Act = { ...actOf(move), action, details };
      await this.audit.record(act, session);
      await this.databases.setState(move.to, 'dropping', session);
      return true;
    });
  }

  /** Another instance took the move over: a batch of this one may come after that one gave it up. */
  async abandon({ org_id, to }: Move): Promise<{ isOrganizationThere: boolean }> {
    await this.databases.noteLateWriter(to);
    return { isOrganizationThere: (await this.organizations.findById(org_id)) !== null };
  }

  private standsIn(move: Move, session: Tx): Promise<void> {
    const {
      actor_id: userId,
      sid: sessionId,
      org_id: organizationId,
      impersonator_id: impersonatorId,
    } = move;
    const requester = { userId, sessionId, organizationId, impersonatorId };
    return this.reauthorization.require(session, requester, NEEDED[move.kind ?? 'update']);
  }

  /** What an undo replaces is kept, and counts: only the newest ones stay. */
  private async leave({ org_id, from, kept_until }: Move, session: Tx): Promise<void> {
    const { databases } = this;
    if (kept_until === undefined) return databases.setState(from, 'dropping', session);
    await databases.keep(from, new Date(), kept_until, session);
    await databases.endKeepingAllBut(MAX_KEPT, org_id, session);
  }

  private async tellOwners({ org_id, at, kept_until }: Move, session: Tx): Promise<void> {
    const organization = await this.organizations.findIn(org_id, session);
    const news = { template: 'data_undone', at: secondOf(at!), kept_until } as const;
    await this.requests.tellOwners(session, organization!, news);
  }
}

const actOf = (move: Move) => ({
  actorId: move.actor_id,
  apiKeyId: keyIdOf(move.sid),
  impersonatorId: move.impersonator_id,
  orgId: move.org_id,
  targetType: 'organization',
  targetId: move.org_id,
  requestId: move.request_id,
  clientRequestId: move.client_request_id,
  ip: move.ip,
});

/** What who asked for it must be allowed, still when it is done. */
const NEEDED = { update: 'organization.update', undo: 'data.undo', restore: 'backups.manage' } as const;

function doneAct(move: Move): Act {
  if (move.kind === 'undo') return undone(move);
  return move.kind === 'restore' ? restored(move) : updated(move);
}

function restored(move: Move): Act {
  const { from, to, at, backup, source } = move;
  const exactly = source === undefined ? {} : { cluster_time: clusterText(at!), source };
  const details = { at: secondOf(at!).toISOString(), backup, from, to, ...exactly };
  return { ...actOf(move), action: 'organization.restored', details };
}

function undone(move: Move): Act {
  const { from, to, at, source } = move;
  const details = { at: secondOf(at!).toISOString(), cluster_time: clusterText(at!), from, to, source };
  return { ...actOf(move), action: 'organization.undone', details };
}

/** What changed, by name. */
function updated(move: Move): Act {
  const name = move.name_key === undefined ? {} : { name: move.name };
  const details = { fields: move.fields ?? [], ...name, from: move.from, to: move.to };
  return { ...actOf(move), action: 'organization.updated', details };
}
