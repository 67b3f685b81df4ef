/** What a metric is, for the scrape and for docs/metrics.md. */
export interface Metric {
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: readonly string[];
  /** Upper bounds of a histogram's buckets, in its unit. */
  buckets?: readonly number[];
}

export type Labels = Record<string, string>;

/** A histogram with its labels given: takes a value. */
export type Observe = (value: number) => void;

/** Prometheus' own rule, with the prefix of ours. */
const NAME = /^rowhouse_[a-z][a-z0-9_]*$/;
const known = new Map<string, Metric>();

/** Defines a metric once, at the top of the file that measures it: what is defined is documented. */
export function metric(type: Metric['type'], name: string, help: string, labels: string[] = []): Metric {
  return define({ name, type, help, labels });
}

/** @param buckets upper bounds, rising */
export function histogram(name: string, help: string, labels: string[], buckets: number[]): Metric {
  return define({ name, type: 'histogram', help, labels, buckets });
}

/** Every metric of the files that were loaded, by name. */
export const definedMetrics = (): Metric[] => [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

function define(defined: Metric): Metric {
  if (!NAME.test(defined.name)) throw new Error(`"${defined.name}" is no name of a metric`);
  if (defined.type === 'counter' && !defined.name.endsWith('_total'))
    throw new Error(`the counter ${defined.name} must end in _total`);
  if (known.has(defined.name)) throw new Error(`two metrics have the name ${defined.name}`);
  known.set(defined.name, defined);
  return defined;
}
