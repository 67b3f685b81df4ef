import { Histogram, Registry } from 'prom-client';
import { histogram } from './metric.js';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  const buckets = [0.001, 0.01, 0.1];
  const values = [0, 0.0005, 0.001, 0.0011, 0.05, 0.1, 0.2, 7];

  it('exposes a histogram as prom-client does', async () => {
    const of = histogram('rowhouse_test_seconds', 'Of this test', ['route', 'status'], buckets);
    const sut = new Metrics(true);
    const registry = new Registry();
    const theirs = new Histogram({ ...of, labelNames: of.labels, buckets, registers: [registry] });
    for (const labels of [
      { route: '/a/:id', status: '2xx' },
      { route: 'with "quotes"\\', status: '4xx' },
    ]) {
      const observe = sut.observer(of, labels);
      for (const value of values) {
        observe(value);
        theirs.observe(labels, value);
      }
    }
    const linesOf = (text: string) => text.split('\n').filter((line) => line.includes(of.name));
    const { text } = await sut.expose();
    expect(linesOf(text)).toEqual(linesOf(await registry.metrics()));
    expect(linesOf(text).length).toBe(2 + 2 * (buckets.length + 3));
  });

  it('records nothing while metrics are not served', async () => {
    const of = histogram('rowhouse_test_off_seconds', 'Of this test', [], buckets);
    const sut = new Metrics(false);
    sut.observer(of, {})(1);
    expect((await sut.expose()).text.trim()).toBe('');
  });
});
