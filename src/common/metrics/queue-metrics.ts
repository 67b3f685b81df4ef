import { metric } from './metric.js';
import type { Metrics } from './metrics.js';

const WAITING = metric('gauge', 'rowhouse_fair_queue_waiting', 'Claims that wait for their turn', ['queue']);
const RUNNING = metric('gauge', 'rowhouse_fair_queue_running', 'Claims that have a slot', ['queue']);
const SLOTS = metric('gauge', 'rowhouse_fair_queue_slots', 'Slots of the queue, without the extra one', [
  'queue',
]);
const SERVED = metric('counter', 'rowhouse_fair_queue_served_total', 'Claims that have had their turn', [
  'queue',
]);
const REFUSED = metric(
  'counter',
  'rowhouse_fair_queue_refused_total',
  'Claims refused because their turn would have come too late',
  ['queue'],
);
const WAITED = metric(
  'counter',
  'rowhouse_fair_queue_wait_seconds_total',
  'Seconds that served claims have waited, together',
  ['queue'],
);

/** Of a FairQueue. */
interface ShownQueue {
  waiting: number;
  stats: { running: number; slots: number; served: number; refused: number; waitedMs: number };
}

/** Shows a queue in which organizations take turns. @param name of it, in the label `queue` */
export function showQueue(metrics: Metrics, name: string, queue: ShownQueue): void {
  const one = (value: () => number) => () => [[{ queue: name }, value()]] as const;
  metrics.read(
    WAITING,
    one(() => queue.waiting),
  );
  metrics.read(
    RUNNING,
    one(() => queue.stats.running),
  );
  metrics.read(
    SLOTS,
    one(() => queue.stats.slots),
  );
  metrics.read(
    SERVED,
    one(() => queue.stats.served),
  );
  metrics.read(
    REFUSED,
    one(() => queue.stats.refused),
  );
  metrics.read(
    WAITED,
    one(() => queue.stats.waitedMs / 1000),
  );
}
