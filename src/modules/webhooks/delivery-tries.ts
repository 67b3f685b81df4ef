import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Answer, OutgoingPost } from '../../common/egress/outgoing-post.js';
import { VERSION } from '../../common/version.js';
import { Env } from '../../config/env.js';
import { Clock } from '../../database/work/clock.js';
import type { Outcome } from './deliveries.repository.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import type { DeliveryRow } from './delivery.schema.js';
import { GIVE_UP_MS, retryAfter, retryPause } from './retries.js';
import { type Secret, signedHeaders } from './signatures.js';
import type { Try } from './webhooks.types.js';

/** Headers of an answer that help to find the fault. */
const TOLD_HEADERS = ['content-type', 'date', 'location', 'retry-after', 'server', 'via', 'x-request-id'];
/** Characters of one of them, and of an error. */
const TOLD_CHARACTERS = 200;

/** What a try found, beside its outcome. */
export interface Tried extends Outcome {
  /** Milliseconds that the receiver asks for. */
  asked: number;
  /** It wants no events any more (410). */
  gone: boolean;
}

/** One try of one delivery. */
@Injectable()
export class DeliveryTries implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly outgoing: OutgoingPost,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly metrics: DeliveryMetrics,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.env.production || !this.env.privateWebhooks) return;
    new Logger(DeliveryTries.name).warn(
      'WEBHOOK_ALLOW_PRIVATE is on: administrators of organizations can send requests into this network',
    );
  }

  onApplicationShutdown(): void {
    this.outgoing.close();
  }

  async make(row: DeliveryRow, url: string, secrets: readonly Secret[], signal: AbortSignal): Promise<Tried> {
    const at = new Date(this.clock.wall());
    const since = performance.now();
    const { tried, asked } = await this.send(row, url, secrets, signal).then(
      (answer) => ({
        tried: told(answer),
        asked: [429, 503].includes(answer.status)
          ? retryAfter(answer.headers['retry-after'], at.getTime())
          : 0,
      }),
      (error: unknown) => ({ tried: { error: reasonOf(error) }, asked: 0 }),
    );
    const done: Try = { at, ms: Math.round(performance.now() - since), ...tried };
    const { status = 0 } = done;
    const isOver = at.getTime() - row.since.getTime() > GIVE_UP_MS;
    const state =
      status >= 200 && status < 300 ? 'delivered' : isOver || status === 410 ? 'failed' : 'pending';
    this.metrics.count(state);
    return {
      row,
      tried: done,
      state,
      wait: retryPause(row.attempts + 1, asked),
      asked,
      gone: status === 410,
    };
  }

  private async send(
    { event_id: id, body }: DeliveryRow,
    url: string,
    secrets: readonly Secret[],
    signal: AbortSignal,
  ): Promise<Answer> {
    if (secrets.length === 0) throw new Error('the secret cannot be opened; rotate it');
    const headers = {
      'content-type': 'application/json',
      'user-agent': `Rowhouse-Webhooks/${VERSION}`,
      ...signedHeaders(secrets, { id, at: Math.floor(this.clock.wall() / 1000), body }),
    };
    return this.outgoing.post(url, body, headers, signal);
  }
}

function told({ status, headers, body }: Answer): Omit<Try, 'at' | 'ms'> {
  const shown = TOLD_HEADERS.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value.slice(0, TOLD_CHARACTERS)] as const] : [];
  });
  const isFine = status >= 200 && status < 300;
  const isRedirect = status >= 300 && status < 400;
  const error = isRedirect ? 'redirects are not followed' : 'the answer is no success';
  return { status, ...(isFine ? {} : { error }), headers: Object.fromEntries(shown), body };
}

/** A connection that fails at several addresses has an error for each. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : (error as Error);
  return first.message.slice(0, TOLD_CHARACTERS);
}
