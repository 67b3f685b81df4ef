import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { histogram, metric } from '../common/metrics/metric.js';
import { Metrics } from '../common/metrics/metrics.js';
import { tracer } from '../common/tracing/tracing.js';

const OPEN = metric('gauge', 'rowhouse_db_connections', 'Sockets to MongoDB; state is idle or in_use', [
  'state',
]);
const LIMIT = metric(
  'gauge',
  'rowhouse_db_connections_limit',
  'Most sockets to one server (MONGODB_POOL_SIZE)',
);
const WAITING = metric('gauge', 'rowhouse_db_waiting', 'Commands that wait for a socket');
const CHECKOUTS = metric(
  'counter',
  'rowhouse_db_checkouts_total',
  'Sockets asked for; result is done, timeout or failed',
  ['result'],
);
const CREATED = metric('counter', 'rowhouse_db_connections_created_total', 'Sockets that were opened');
const CLOSED = metric(
  'counter',
  'rowhouse_db_connections_closed_total',
  'Sockets that were closed, by the reason',
  ['reason'],
);
const CLEARED = metric(
  'counter',
  'rowhouse_db_pool_cleared_total',
  'Times that a server was lost with its sockets',
);
const WAIT = histogram(
  'rowhouse_db_checkout_seconds',
  'What commands waited for a socket',
  [],
  [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3],
);

/**
 * The driver's pool of sockets, by the events it sends, and its commands for traces. Without metrics and traces nobody
 * listens to them.
 */
@Injectable()
export class PoolMetrics {
  private open = 0;
  private inUse = 0;
  private waiting = 0;
  private created = 0;
  private cleared = 0;
  private readonly checkouts = { done: 0, timeout: 0, failed: 0 };
  private readonly closed = new Map<string, number>();

  constructor(@InjectConnection() connection: Connection, metrics: Metrics) {
    const client = connection.getClient();
    tracer()?.traceCommands(client);
    if (!metrics.isOn) return;
    this.listen(client, metrics);
    metrics.read(OPEN, () => [
      [{ state: 'in_use' }, this.inUse],
      [{ state: 'idle' }, Math.max(0, this.open - this.inUse)],
    ]);
    metrics.read(LIMIT, () => client.options.maxPoolSize);
    metrics.read(WAITING, () => this.waiting);
    metrics.read(CREATED, () => this.created);
    metrics.read(CLEARED, () => this.cleared);
    metrics.read(CLOSED, () => [...this.closed].map(([reason, count]) => [{ reason }, count] as const));
    metrics.read(CHECKOUTS, () =>
      Object.entries(this.checkouts).map(([result, count]) => [{ result }, count] as const),
    );
  }

  private listen(client: ReturnType<Connection['getClient']>, metrics: Metrics): void {
    const observe = metrics.observer(WAIT, {});
    client.on('connectionCreated', () => {
      this.created++;
      this.open++;
    });
    client.on('connectionClosed', ({ reason }) => {
      this.open--;
      this.closed.set(reason, (this.closed.get(reason) ?? 0) + 1);
    });
    client.on('connectionCheckOutStarted', () => this.waiting++);
    client.on('connectionCheckedOut', ({ durationMS }) => {
      this.waiting--;
      this.inUse++;
      this.checkouts.done++;
      observe(durationMS / 1000);
    });
    client.on('connectionCheckOutFailed', ({ reason }) => {
      this.waiting--;
      this.checkouts[reason === 'timeout' ? 'timeout' : 'failed']++;
    });
    client.on('connectionCheckedIn', () => this.inUse--);
    client.on('connectionPoolCleared', () => this.cleared++);
  }
}
