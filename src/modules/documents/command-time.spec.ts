import type { Env } from '../../config/env.js';
import type { OrganizationLimitsService } from '../rate-limits/organization-limits.service.js';
import { CommandTime } from './command-time.js';

const timeOf = (planMs: number | null, requestMs = 5000): CommandTime =>
  new CommandTime(
    { REQUEST_TIMEOUT_MS: requestMs } as Env,
    { maxTimeOf: (id: string) => (id === 'basic' ? planMs : null) } as unknown as OrganizationLimitsService,
  );

describe('CommandTime', () => {
  it('is what the plan allows, and no more than a request has', () => {
    expect([timeOf(2000).of('basic'), timeOf(2000).of('other')]).toEqual([2000, 4000]);
    expect(timeOf(60_000).of('basic')).toBe(4000);
    expect(timeOf(2000, 1000).of('basic')).toBe(800);
  });

  it('of a request that has waited is what is left of it', () => {
    const now = performance.now();
    expect(timeOf(2000).left(now, 'basic')).toBe(2000);
    expect(timeOf(2000).left(now - 4000, 'basic')).toBeLessThanOrEqual(500);
    expect(timeOf(2000).left(now - 60_000, 'basic')).toBe(1);
  });
});
