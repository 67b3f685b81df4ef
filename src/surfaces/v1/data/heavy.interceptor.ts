import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { AppError } from '../../../common/errors/app-error.js';
import { Metrics } from '../../../common/metrics/metrics.js';
import { showQueue } from '../../../common/metrics/queue-metrics.js';
import { KeyedQueue, type Turn } from '../../../common/keyed-queue.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { SearchTurns } from './search-turns.js';

/** Requests that share turns: what looks for documents, what moves whole collections, what writes many. */
export type HeavyKind = 'search' | 'transfer' | 'batch';

interface Heavy {
  kind: HeavyKind;
  isHeavy: (request: FastifyRequest) => boolean;
}

const HEAVY = 'rowhouse:heavy';

/**
 * Requests of one organization that one instance works on at once. A batch may keep a core of the database busy for
 * all of its time; a transfer waits for its client most of the time.
 */
const AT_ONCE = { transfer: 4, batch: 2 };
/** How many more wait, and for how many milliseconds: the rest of the deadline is for the work. */
const MAX_WAITING = 32;
const WAIT_MS = 1000;

/**
 * A few requests of this kind of one organization run at once; the others wait, and are refused when that would
 * take too long. Other organizations, and the organization's own light requests, do not wait for them.
 * @param isHeavy which requests; all of them when absent
 */
export const HeavyRequest = (kind: HeavyKind, isHeavy: Heavy['isHeavy'] = () => true): MethodDecorator =>
  applyDecorators(SetMetadata(HEAVY, { kind, isHeavy } satisfies Heavy), UseInterceptors(HeavyInterceptor));

@Injectable()
export class HeavyInterceptor implements NestInterceptor {
  private readonly searches = new SearchTurns();
  private readonly queues: Record<keyof typeof AT_ONCE, KeyedQueue> = {
    transfer: newQueue('transfer'),
    batch: newQueue('batch'),
  };

  constructor(
    private readonly reflector: Reflector,
    metrics: Metrics,
  ) {
    showQueue(metrics, 'slow searches', this.searches.all);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { actor?: Actor }>();
    const { kind, isHeavy } = this.reflector.get<Heavy>(HEAVY, context.getHandler());
    const organizationId = request.actor?.organizationId;
    if (organizationId === undefined || !isHeavy(request)) return next.handle();
    if (kind === 'search') {
      // Its answer is one page, and the database has done with it when the handler returns.
      const { collection } = request.params as { collection: string };
      return next.handle().pipe(finalize((await this.searches.enter(organizationId, collection)).leave));
    }
    const turn = await this.queues[kind].enter(organizationId);
    return next.handle().pipe(finalize(leaveWithAnswer(turn, http.getResponse<FastifyReply>())));
  }
}

/** A stream goes on when its handler has returned, a batch when its client has gone: both have to end. */
function leaveWithAnswer({ leave }: Turn, { raw }: FastifyReply): () => void {
  let left = raw.closed ? 1 : 2;
  const end = () => {
    if (--left === 0) leave();
  };
  if (!raw.closed) raw.once('close', end);
  return end;
}

function newQueue(kind: keyof typeof AT_ONCE): KeyedQueue {
  const toError = () => new AppError('organization.overloaded', { retryAfter: WAIT_MS / 1000 });
  return new KeyedQueue({ atOnce: AT_ONCE[kind], maxWaiting: MAX_WAITING, waitMs: WAIT_MS, toError });
}
