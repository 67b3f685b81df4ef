import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenancyStats } from '@rowhouse/tenancy';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { VERSION } from '../../common/version.js';

const BUILD = metric('gauge', 'rowhouse_build_info', 'Always 1; which version runs on which Node.js', [
  'version',
  'node',
]);
const OPEN = metric('gauge', 'rowhouse_tenancy_open', 'Databases of organizations that are open in memory');
const KNOWN = metric('gauge', 'rowhouse_tenancy_known', 'Organizations of which something is kept');
const LEASED = metric('gauge', 'rowhouse_tenancy_leased', 'Leases on databases that are held');
const WAITING = metric('gauge', 'rowhouse_tenancy_waiting', 'Requests that wait at a fence or for a handle');
const FENCED = metric(
  'gauge',
  'rowhouse_tenancy_fenced',
  'Organizations under a fence, mostly because they are moved',
);
const DECISIONS = metric(
  'counter',
  'rowhouse_tenancy_decisions_total',
  'What became of requests for a database: cached (an open handle), waited (for the registry, a handle or a fence), refused, refused_known (without asking the registry)',
  ['decision'],
);
const HANDLES = metric(
  'counter',
  'rowhouse_tenancy_handles_total',
  'Handles that were opened, evicted to make room, or retired because their organization changed',
  ['event'],
);
const RESOLVES = metric('counter', 'rowhouse_tenancy_resolves_total', 'Questions to the registry');
const REFUSALS = metric(
  'counter',
  'rowhouse_tenancy_refusals_total',
  'Refused requests for a database, by the code of the library',
  ['code'],
);

/** The version, and what libs/tenancy decides. */
@Injectable()
export class ServiceMetrics {
  private opened = 0;
  private readonly refusals = new Map<string, number>();

  constructor(tenants: TenantConnectionFactory, metrics: Metrics) {
    if (!metrics.isOn) return;
    tenants.events.on('open', () => this.opened++);
    tenants.events.on('refuse', ({ code }) => this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1));
    const stat = (of: (stats: TenancyStats) => number) => () => of(tenants.stats());
    metrics.read(BUILD, () => [[{ version: VERSION, node: process.versions.node }, 1]]);
    metrics.read(
      OPEN,
      stat(({ open }) => open),
    );
    metrics.read(
      KNOWN,
      stat(({ known }) => known),
    );
    metrics.read(
      LEASED,
      stat(({ leased }) => leased),
    );
    metrics.read(
      WAITING,
      stat(({ waiting }) => waiting),
    );
    metrics.read(
      FENCED,
      stat(({ fenced }) => fenced),
    );
    metrics.read(
      RESOLVES,
      stat(({ resolves }) => resolves),
    );
    metrics.read(DECISIONS, () => {
      const { hits, misses, refusals, negativeHits } = tenants.stats();
      return [
        [{ decision: 'cached' }, hits],
        [{ decision: 'waited' }, misses],
        [{ decision: 'refused' }, refusals],
        [{ decision: 'refused_known' }, negativeHits],
      ];
    });
    metrics.read(HANDLES, () => {
      const { evictions, retirements } = tenants.stats();
      return [
        [{ event: 'opened' }, this.opened],
        [{ event: 'evicted' }, evictions],
        [{ event: 'retired' }, retirements],
      ];
    });
    metrics.read(REFUSALS, () => [...this.refusals].map(([code, count]) => [{ code }, count] as const));
  }
}
