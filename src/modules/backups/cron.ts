import { Cron } from 'croner';
import type { PlanType } from '../plans/plans.types.js';

const FIVE_FIELDS = /^\S+(\s+\S+){4}$/;
/** Runs that are looked at to find how close they come. */
const LOOKED_AT = 60;

/** What a plan allows; the least time between two runs in minutes, and backups that are kept. */
const ALLOWED: Readonly<Record<PlanType | 'none', { minutes: number; keep: number }>> = {
  basic: { minutes: 24 * 60, keep: 7 },
  pro: { minutes: 60, keep: 30 },
  premium: { minutes: 15, keep: 1000 },
  none: { minutes: 15, keep: 1000 },
};

export const allowedBy = (plan: PlanType | undefined) => ALLOWED[plan ?? 'none'];

/** The next runs after a moment. @throws Error for an expression or a time zone that is none */
export function nextRuns(cron: string, timeZone: string, after: Date, count: number): Date[] {
  if (!FIVE_FIELDS.test(cron)) throw new Error('no five fields'); // such as @daily
  const job = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' });
  return job.nextRuns(count, after);
}

/** Minutes between the two closest of the next runs. An hour that a change of the clock leaves out does not count. */
export function closestRuns(cron: string, after: Date): number {
  const runs = nextRuns(cron, 'UTC', after, LOOKED_AT);
  const gaps = runs.slice(1).map((run, i) => (run.getTime() - runs[i].getTime()) / 60_000);
  return Math.min(Infinity, ...gaps);
}
