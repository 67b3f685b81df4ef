import { restPause, retryAfter, retryPause } from './retries.js';

describe('pauses between deliveries', () => {
  it('grow from 5 s to 8 h, with jitter', () => {
    const pauses = Array.from({ length: 20 }, (_, i) => retryPause(i + 1, 0));
    const within = (ms: number, middle: number) => ms >= middle * 0.8 && ms <= middle * 1.2;
    expect(pauses.map((ms, i) => within(ms, Math.min(5000 * 3 ** i, 8 * 3_600_000)))).not.toContain(false);
    expect(new Set(Array.from({ length: 20 }, () => retryPause(1, 0))).size).toBeGreaterThan(1);
  });

  it('are as long as Retry-After asks, up to a day', () => {
    expect(retryPause(1, 60_000)).toBe(60_000);
    expect(retryPause(1, 90 * 24 * 3_600_000)).toBe(24 * 3_600_000);
    expect(restPause(1, 60_000)).toBe(60_000);
    expect(restPause(1, 90 * 24 * 3_600_000)).toBe(3_600_000);
  });

  it('of an endpoint begin with the third failure, and end at a minute', () => {
    expect([restPause(1, 0), restPause(2, 0)]).toEqual([0, 0]);
    expect(restPause(3, 0)).toBeGreaterThanOrEqual(4000);
    expect(restPause(1000, 0)).toBeLessThanOrEqual(60_000);
  });

  it('reads seconds and dates', () => {
    const now = Date.parse('2026-01-30T12:00:00Z');
    expect(retryAfter('120', now)).toBe(120_000);
    expect(retryAfter('Fri, 30 Jan 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(retryAfter('Fri, 30 Jan 2026 11:00:00 GMT', now)).toBe(0);
    for (const none of [undefined, '', 'soon', '-1'])
      expect([none, retryAfter(none, now)]).toEqual([none, 0]);
  });
});
