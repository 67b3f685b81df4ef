import type { Labels, Metric, Observe } from './metric.js';

interface Series {
  labels: Labels;
  /** Of each bucket alone, the last one for what is above every bound. */
  counts: number[];
  sum: number;
}

interface Sample {
  metricName: string;
  labels: Record<string, string | number>;
  value: number;
}

/**
 * A histogram that a registry of prom-client can expose. prom-client's own checks and joins the labels at every value,
 * a microsecond each; here a value is an addition, and the text is made at the scrape.
 */
export class PlainHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly name: string;
  readonly help: string;
  private readonly bounds: readonly number[];
  private readonly series = new Map<string, Series>();

  constructor({ name, help, buckets = [] }: Metric) {
    this.name = name;
    this.help = help;
    this.bounds = buckets;
  }

  /** @returns takes the values of the series with these labels */
  observer(labels: Labels): Observe {
    const { bounds } = this;
    const series = this.seriesOf(labels);
    const { counts } = series;
    return (value) => {
      let at = 0;
      while (at < bounds.length && value > bounds[at]) at++;
      counts[at]++;
      series.sum += value;
    };
  }

  private seriesOf(labels: Labels): Series {
    const key = JSON.stringify(labels);
    let series = this.series.get(key);
    if (series === undefined) {
      series = { labels, counts: new Array<number>(this.bounds.length + 1).fill(0), sum: 0 };
      this.series.set(key, series);
    }
    return series;
  }

  /** Asked at a scrape. */
  get(): Promise<Metric & { aggregator: string; values: Sample[] }> {
    const { name, help, type, aggregator, bounds } = this;
    const values = [...this.series.values()].flatMap((one) => this.samplesOf(one));
    return Promise.resolve({ name, help, type, aggregator, labels: [], buckets: bounds, values });
  }

  /** Buckets count what is below their bound, so each holds those before it. */
  private samplesOf({ labels, counts, sum }: Series): Sample[] {
    const { name } = this;
    let count = 0;
    const buckets = counts.map((own, i) => {
      count += own;
      return {
        metricName: `${name}_bucket`,
        labels: { le: this.bounds[i] ?? '+Inf', ...labels },
        value: count,
      };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}
