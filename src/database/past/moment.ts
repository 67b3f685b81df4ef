import { Timestamp } from 'mongodb';

/** A moment of the database: seconds, and the number of the operation within the second. */
export type ClusterTime = Timestamp;

/** RFC 3339; the zone must be given. */
const WALL =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** Seconds since 1970 and the number of the operation within that second. */
const CLUSTER = /^([1-9]\d{0,9})\.(\d{1,9})$/;
const MAX_SECONDS = 2 ** 32 - 1;

/**
 * A moment of the database's history. A wall time means the beginning of its second: everything that the database had
 * counted into an earlier second, and nothing of this one. A cluster time is exact.
 * @param text RFC 3339, or a cluster time such as `1769774400.17`
 * @returns undefined when it is neither
 */
export function momentOf(text: string): Timestamp | undefined {
  const exact = CLUSTER.exec(text);
  if (exact) {
    const [t, i] = [Number(exact[1]), Number(exact[2])];
    return t <= MAX_SECONDS ? new Timestamp({ t, i }) : undefined;
  }
  if (!WALL.test(text)) return undefined;
  const ms = Date.parse(text.toUpperCase());
  if (Number.isNaN(ms) || !isDayOfItsMonth(text)) return undefined;
  const t = Math.floor(ms / 1000);
  return t > 0 && t <= MAX_SECONDS ? new Timestamp({ t, i: 0 }) : undefined;
}

/** Date.parse takes 30 February for 2 March. */
function isDayOfItsMonth(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** As momentOf() reads it. */
export const clusterText = ({ t, i }: Timestamp): string => `${t}.${i}`;

/** The second that a moment lies in. */
export const secondOf = ({ t }: Timestamp): Date => new Date(t * 1000);

/** A moment as a read concern of a command. */
export const asOf = (at: Timestamp) => ({ level: 'snapshot', atClusterTime: at }) as const;
