import { Injectable } from '@nestjs/common';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { COUNTED_MOST } from '../../database/work/waiting.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryState } from './webhooks.types.js';

/** Milliseconds between two questions. */
const COUNT_EVERY_MS = 10_000;

const WAITING = metric(
  'gauge',
  'rowhouse_webhook_deliveries_waiting',
  `Deliveries that wait to be sent, of all instances, ${COUNTED_MOST} at most`,
);
const OLDEST = metric('gauge', 'rowhouse_webhook_oldest_seconds', 'Age of the delivery that is due longest');
const TRIES = metric(
  'counter',
  'rowhouse_webhook_tries_total',
  'Tries to deliver an event; result is delivered, pending (it is tried again) or failed (given up)',
  ['result'],
);

/** How deliveries of webhooks go. */
@Injectable()
export class DeliveryMetrics {
  private readonly tries: Partial<Record<DeliveryState, number>> = { delivered: 0, pending: 0, failed: 0 };

  constructor(deliveries: DeliveriesRepository, metrics: Metrics) {
    metrics.readSeldom(WAITING, COUNT_EVERY_MS, async () => (await deliveries.waiting()).rows);
    metrics.readSeldom(
      OLDEST,
      COUNT_EVERY_MS,
      async () => ((await deliveries.waiting()).oldestMs ?? 0) / 1000,
    );
    metrics.read(TRIES, () =>
      Object.entries(this.tries).map(([result, count]) => [{ result }, count] as const),
    );
  }

  count(result: DeliveryState): void {
    this.tries[result] = (this.tries[result] ?? 0) + 1;
  }
}
