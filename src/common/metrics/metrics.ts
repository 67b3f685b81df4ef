import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, type Metric as PromMetric, Registry } from 'prom-client';
import { type Labels, metric, type Metric, type Observe } from './metric.js';
import { PlainHistogram } from './plain-histogram.js';

/** One value, or one for each set of labels. */
export type Reading = number | readonly (readonly [Labels, number])[];
type Read = () => Reading | Promise<Reading>;

const READ_FAILURES = metric(
  'counter',
  'rowhouse_metrics_read_failures_total',
  'Readings that a scrape left out because they failed or took longer than a second',
);
/** Milliseconds a scrape waits for one reading. */
const READ_MS = 1000;
const nothing: Observe = () => undefined;

/**
 * What Prometheus is told. Counts are plain numbers where they are counted and are read at a scrape, so that counting
 * costs nothing; only durations are recorded as they happen. When metrics are not served, neither is kept.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly reads = new Map<string, Read[]>();
  private readonly histograms = new Map<string, PlainHistogram>();
  private failures = 0;

  /** @param isOn metrics are served */
  constructor(readonly isOn: boolean) {
    if (!isOn) return;
    collectDefaultMetrics({ register: this.registry });
    this.read(READ_FAILURES, () => this.failures);
  }

  /** Asks for the value at each scrape. Several readings of one metric are shown beside each other. */
  read(of: Metric, read: Read): void {
    if (!this.isOn) return;
    const reads = this.reads.get(of.name);
    if (reads) return void reads.push(read);
    this.reads.set(of.name, [read]);
    this.register(of);
  }

  /** As `read`, of what costs a question to the database: it is asked once in so many milliseconds at most. */
  readSeldom(of: Metric, everyMs: number, read: () => Promise<Reading>): void {
    let last: { at: number; value: Promise<Reading> } | undefined;
    this.read(of, () => {
      if (last === undefined || performance.now() - last.at >= everyMs) {
        last = { at: performance.now(), value: read() };
        last.value.catch(() => (last = undefined));
      }
      return last.value;
    });
  }

  /** To be asked once for each set of labels. @returns takes values, in the histogram's unit */
  observer(of: Metric, labels: Labels): Observe {
    if (!this.isOn) return nothing;
    let recorded = this.histograms.get(of.name);
    if (recorded === undefined) {
      recorded = new PlainHistogram(of);
      this.registry.registerMetric(recorded as unknown as PromMetric);
      this.histograms.set(of.name, recorded);
    }
    return recorded.observer(labels);
  }

  /** The exposition of everything, and its media type. */
  async expose(): Promise<{ type: string; text: string }> {
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }

  private register(of: Metric): void {
    const { name, help, labels: labelNames, type } = of;
    const readAll = () => this.readAll(name);
    const options = { name, help, labelNames, registers: [this.registry] };
    if (type === 'counter') {
      new Counter({
        ...options,
        async collect() {
          const values = await readAll();
          this.reset();
          for (const [labels, value] of values) this.inc(labels, value);
        },
      });
      return;
    }
    new Gauge({
      ...options,
      async collect() {
        const values = await readAll();
        this.reset();
        for (const [labels, value] of values) this.set(labels, value);
      },
    });
  }

  /** A reading that fails is left out: the others are told. */
  private async readAll(name: string): Promise<(readonly [Labels, number])[]> {
    const settled = await Promise.allSettled(this.reads.get(name)!.map((read) => inTime(read)));
    return settled.flatMap((one) => {
      if (one.status === 'fulfilled') return typeof one.value === 'number' ? [[{}, one.value]] : one.value;
      this.failures++;
      return [];
    });
  }
}

async function inTime(read: Read): Promise<Reading> {
  const reading = read();
  if (!(reading instanceof Promise)) return reading;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the reading took too long')), READ_MS).unref();
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
