import { closestRuns, nextRuns } from './cron.js';

describe('runs of a cron expression', () => {
  const at = (text: string) => new Date(text);
  const runs = (cron: string, zone: string, after: string, count = 3) =>
    nextRuns(cron, zone, at(after), count).map((run) => run.toISOString());

  it('follow the wall clock of the time zone over its changes', () => {
    expect(runs('0 3 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z')).toEqual([
      '2026-03-28T02:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T01:00:00.000Z',
    ]);
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toHaveLength(2);
  });

  it('are none where the calendar has none', () => {
    expect(runs('0 0 31 2 *', 'UTC', '2026-01-01T00:00:00Z')).toEqual([]);
  });

  it.each(['* * * * * *', '61 * * * *', '', '@daily', '0 3 * *'])('refuse "%s"', (cron) => {
    expect(() => nextRuns(cron, 'UTC', at('2026-01-01T00:00:00Z'), 1)).toThrow();
  });

  it('refuse a time zone that is none', () => {
    expect(() => nextRuns('0 3 * * *', 'Mars/Base', at('2026-01-01T00:00:00Z'), 1)).toThrow();
  });

  it('come as close as the closest two', () => {
    expect(closestRuns('0 3 * * *', at('2026-01-01T00:00:00Z'))).toBe(24 * 60);
    expect(closestRuns('0,1 3 * * *', at('2026-01-01T00:00:00Z'))).toBe(1);
    expect(closestRuns('0 0 31 2 *', at('2026-01-01T00:00:00Z'))).toBe(Infinity);
  });
});
