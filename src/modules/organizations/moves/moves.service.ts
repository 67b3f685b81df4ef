import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { outsideRequest } from '../../../common/request-scope.js';
import { isTransient } from '../../../common/transient.js';
import { duplicateKey, refuseDuplicate } from '../../../database/duplicate-key.js';
import type { Tx } from '../../../database/transactions.js';
import type { Moment } from '../../../database/work/clock.js';
import { LeaseLost } from '../../../database/work/lease.js';
import { UsersService } from '../../users/users.service.js';
import { DatabaseDropsService } from '../marks/database-drops.service.js';
import { CopyRepository } from './copy.repository.js';
import { FencesService, unheardOf } from './fences.service.js';
import { type MoveLease, MoveLeases, MOVE_TIMES } from './move-lease.js';
import type { Move } from './move.schema.js';
import { MoveStepsService } from './move-steps.service.js';
import { MoveRunners } from './move-runners.service.js';
import { MovesRepository } from './moves.repository.js';
import type { Runner } from './undo-runner.js';

/**
 * Writers that do not end in time, or an instance that does not answer, let the fence down again; it is raised
 * until this long after the first time.
 */
const SWITCH_WITHIN_MS = 120_000;
const MAX_FENCE_PAUSE_MS = 5_000;
/** An error that the database would not make twice by itself is tried this often before the move is given up. */
const MAX_ATTEMPTS = 4;
/** Doubled with each attempt. */
const FIRST_PAUSE_MS = 500;
/** Characters of a reason that are kept and shown. */
const MAX_REASON = 500;
/** Readers on other instances have this long to leave the old database before it is dropped. */
const LINGER_MS = 6_000;

export type NewMove = Pick<
  Move,
  | 'org_id'
  | 'from'
  | 'to'
  | 'generation'
  | 'slug'
  | 'name'
  | 'name_key'
  | 'actor_id'
  | 'sid'
  | 'impersonator_id'
  | 'request_id'
  | 'client_request_id'
  | 'ip'
  | 'fields'
  | 'kind'
  | 'at'
  | 'source'
  | 'kept_until'
  | 'backup'
>;

/** Moves an organization to its next database. A move that was interrupted goes on, on any instance. */
@Injectable()
export class MovesService implements OnModuleDestroy {
  private readonly log = new Logger(MovesService.name);
  private closed = false;
  private readonly running = new Map<string, { orgId: string; lease: MoveLease; ended: Promise<unknown> }>();

  constructor(
    private readonly steps: MoveStepsService,
    private readonly moves: MovesRepository,
    private readonly leases: MoveLeases,
    private readonly copies: CopyRepository,
    private readonly drops: DatabaseDropsService,
    private readonly fences: FencesService,
    private readonly users: UsersService,
    private readonly runners: MoveRunners,
  ) {}

  /** Moves that this instance works on, for metrics. */
  get inHand(): number {
    return this.running.size;
  }

  countOpen(): Promise<ReadonlyMap<Move['phase'], number>> {
    return this.moves.countOpen();
  }

  /**
   * Claims the next database and moves there. Returns when the organization lives in it.
   * @param alongside what is changed at once, in the transaction that begins the move
   */
  async start(input: NewMove, alongside: (session: Tx) => Promise<void>): Promise<void> {
    await (
      await this.begin(input, alongside)
    ).ended;
  }

  /** The same, without waiting for its end. @returns its id; an end that fails is told by its row as well */
  async begin(
    input: NewMove,
    alongside: (session: Tx) => Promise<void>,
  ): Promise<{ id: string; ended: Promise<void> }> {
    const now = new Date();
    const takenAt = this.leases.now();
    const owner = this.leases.newOwner();
    const move: Move = {
      ...input,
      _id: randomUUID(),
      phase: 'copying',
      lease_owner: owner,
      lease_until: new Date(now.getTime() + MOVE_TIMES.lasts),
      documents_total: 0,
      documents_done: 0,
      positions: [],
      created_at: now,
      updated_at: now,
    };
    await this.steps.begin(move, now, alongside);
    this.users.invalidate(input.actor_id);
    // It goes on when nobody waits for it any more.
    const ended = outsideRequest(() => this.track(move, takenAt, (lease) => this.run(move, lease)));
    return { id: move._id, ended };
  }

  /** Moves that nobody has in hand. */
  listAbandoned(): Promise<string[]> {
    return this.moves.leases.listFree();
  }

  /** Takes up a move that nobody has in hand. */
  async resume(id: string): Promise<void> {
    const owner = this.leases.newOwner();
    const takenAt = this.leases.now();
    if (this.closed || this.running.has(id) || !(await this.leases.take(id, owner))) return;
    const move = await this.moves.find(id);
    if (!move) return;
    this.log.warn(`taking up move ${id} of organization ${move.org_id} (${move.phase})`);
    await this.track({ ...move, lease_owner: owner }, takenAt, (lease) =>
      move.phase === 'cleaning' ? this.clean(move, lease) : this.run(move, lease),
    );
  }

  /** Ends the moves of an organization on this instance; their rows were cancelled before. */
  async stop(orgId: string): Promise<void> {
    const runs = [...this.running.values()].filter((run) => run.orgId === orgId);
    for (const { lease } of runs) lease.stop();
    await Promise.allSettled(runs.map((run) => run.ended));
  }

  /** A stopping service leaves its moves to the next instance, at once. */
  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    const runs = [...this.running.entries()];
    for (const [, { lease }] of runs) lease.stop();
    await Promise.allSettled(runs.map(([, { ended }]) => ended));
    await Promise.allSettled(runs.map(([id, { lease }]) => this.moves.leases.release(id, lease.owner)));
  }

  /** Ends a copy under way when the actor who asked for it may not do so any more. */
  private async checkStanding(move: Move): Promise<void> {
    try {
      await this.steps.reauthorize(move);
    } catch (error) {
      if (error instanceof AppError && !isTransient(error)) throw error;
    }
  }

  private async track(move: Move, takenAt: Moment, work: (lease: MoveLease) => Promise<void>): Promise<void> {
    const lease = this.leases.hold(move, move.lease_owner!, takenAt, () => this.checkStanding(move));
    const ended = work(lease).finally(() => lease.end());
    this.running.set(move._id, { orgId: move.org_id, lease, ended });
    try {
      await ended;
    } finally {
      this.running.delete(move._id);
    }
  }

  private async run(move: Move, lease: MoveLease): Promise<void> {
    while (!(await this.attempt(move, lease)));
    await this.clean(move, lease);
  }

  /** @returns whether the organization lives in its new database; false: it is to be tried once more */
  private async attempt(move: Move, lease: MoveLease): Promise<boolean> {
    const runner = this.runners.of(move, lease);
    try {
      await runner.copyOnline();
      await this.switchOver(move, lease, runner);
      return true;
    } catch (error) {
      await this.countAttempt(move, lease, refuseDuplicate(error));
      return false;
    } finally {
      await runner.close();
    }
  }

  /** Counts an error that may be one of the moment, and waits. @throws unknown when there is no sense in trying on */
  private async countAttempt(move: Move, lease: MoveLease, error: unknown): Promise<void> {
    const known = error instanceof AppError || error instanceof LeaseLost || duplicateKey(error) !== null;
    if (known || isTransient(error)) throw await this.giveUp(move, lease, error);
    const attempts = (move.attempts ?? 0) + 1;
    const reason = reasonOf(error);
    this.log.warn(`move ${move._id} failed (attempt ${attempts} of ${MAX_ATTEMPTS}): ${reason}`);
    try {
      await lease.save({ attempts, error: reason });
      move.attempts = attempts;
      if (attempts < MAX_ATTEMPTS) return await lease.pause(FIRST_PAUSE_MS * 2 ** (attempts - 1));
    } catch (cause) {
      throw await this.giveUp(move, lease, cause);
    }
    const failed = new AppError('operation.failed', { operation: move._id }, { cause: error });
    throw await this.giveUp(move, lease, failed);
  }

  /** Stops the writers, copies the rest, flips, lets the writers on. */
  private async switchOver(move: Move, lease: MoveLease, runner: Runner): Promise<void> {
    const deadline = performance.now() + SWITCH_WITHIN_MS;
    let unheard: string[] = [];
    for (let attempt = 1; ; attempt++) {
      if (await this.fences.silenceOver(unheard)) await runner.copyOnline();
      let token: string | undefined;
      try {
        const fence = await this.fences.raise(move.org_id, 'write');
        token = fence.token;
        await runner.finish(token);
        await this.steps.switchOver(move, lease.owner, token);
        this.fences.lift(move.org_id);
        move.pause_ms = Math.round(performance.now() - fence.since);
        move.updated_at = new Date();
        return;
      } catch (error) {
        if (token !== undefined) await this.fences.lower(move.org_id, token);
        const paused = error instanceof AppError && error.code === 'organization.paused';
        if (!paused || performance.now() > deadline) throw error;
        unheard = unheardOf(error);
        // Writers go on between two fences, longer each time.
        if (unheard.length === 0) await lease.pause(Math.min(100 * 2 ** attempt, MAX_FENCE_PAUSE_MS));
        await runner.copyOnline();
      }
    }
  }

  /** Drops the old database once its readers have left. Other instances' readers are given time instead of asked. */
  private async clean(move: Move, lease: MoveLease): Promise<void> {
    if (move.kept_until !== undefined) {
      await this.moves.save(move._id, lease.owner, { phase: 'done', pause_ms: move.pause_ms });
      return;
    }
    if ((await this.fences.hasOthers()) && Date.now() - move.updated_at.getTime() < LINGER_MS) {
      await this.moves.save(move._id, lease.owner, { pause_ms: move.pause_ms });
      await this.leases.leave(move._id, lease.owner, LINGER_MS);
      return; // the reconciler comes back for it
    }
    await this.fences.leave(move.from);
    await this.moves.save(move._id, lease.owner, await this.dropLeft(move));
  }

  /** The organization lives elsewhere by now, whatever becomes of the old database: the sweep comes back for it. */
  private async dropLeft(move: Move): Promise<Partial<Move>> {
    try {
      await this.drops.drop(move.from);
      return { phase: 'done', pause_ms: move.pause_ms };
    } catch (error) {
      const reason = `the old database was not dropped yet: ${reasonOf(error)}`;
      this.log.warn(`move ${move._id}: ${reason}`);
      return { phase: 'done', pause_ms: move.pause_ms, error: reason };
    }
  }

  /** Undoes a move that cannot succeed. One that may yet succeed is left for the reconciler. */
  private async giveUp(move: Move, lease: MoveLease, error: unknown): Promise<unknown> {
    if (error instanceof LeaseLost) return this.leave(move, error);
    const clash = duplicateKey(error) !== null;
    if (isTransient(error) || !(error instanceof AppError || clash)) {
      this.log.warn(`move ${move._id} interrupted: ${(error as Error).message}`);
      return goesOn(move, error);
    }
    const reason = reasonOf(isFailed(error) ? error.cause : error);
    const undone = await this.steps.undo(move, lease.owner, reason);
    this.fences.lift(move.org_id);
    if (undone) await this.clearTraces(move);
    return clash ? new AppError('organization.busy', { retryAfter: 1 }, { cause: error }) : error;
  }

  /** What does not succeed here is left to the sweep. */
  private async clearTraces(move: Move): Promise<void> {
    try {
      await this.drops.drop(move.to);
      if (move.kind === undefined) await this.copies.clearSentinel(this.copies.open(move.from));
    } catch (error) {
      this.log.warn(`traces of move ${move._id} stay for now: ${(error as Error).message}`);
    }
  }

  private async leave(move: Move, cause: LeaseLost): Promise<AppError> {
    const { isOrganizationThere } = await this.steps.abandon(move);
    return isOrganizationThere ? goesOn(move, cause) : new AppError('organization.not_found', {}, { cause });
  }
}

/** Another instance takes the move up, or has ended it by now: the operation tells. */
function goesOn({ _id: operation }: Move, cause: unknown): AppError {
  return new AppError('service.unavailable', { retryAfter: 5, outcomeUnknown: true, operation }, { cause });
}

const isFailed = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'operation.failed';

const reasonOf = (error: unknown): string => (error as Error).message.slice(0, MAX_REASON);
