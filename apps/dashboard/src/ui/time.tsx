import { T } from '../texts/en.js';

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [604_800, 'day', 86_400],
];

/** A time as people say it; the exact one stands in its title. */
export function When({ at, date = false }: { at: string | null; date?: boolean }) {
  if (at === null) return <>{T.common.never}</>;
  const time = new Date(at);
  return (
    <time dateTime={at} title={FULL.format(time)}>
      {date ? DATE.format(time) : sayWhen(time)}
    </time>
  );
}

function sayWhen(time: Date): string {
  const seconds = (time.getTime() - Date.now()) / 1000;
  const step = STEPS.find(([limit]) => Math.abs(seconds) < limit);
  return step === undefined ? DATE.format(time) : RELATIVE.format(Math.round(seconds / step[2]), step[1]);
}

export const sayTime = (at: string): string => FULL.format(new Date(at));

export function sayBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toLocaleString('en', { maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1 })} ${units[power]}`;
}

/** As a field of the type `datetime-local` holds it: the local time, to the minute or the second. */
export const localTime = (time: Date, seconds = false): string =>
  new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, seconds ? 19 : 16);
