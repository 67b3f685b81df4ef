/** A day, or a moment with its zone; mongoexport once wrote `+0000`. */
const MOMENT =
  /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d))?$/;
/** Milliseconds on each side of 1970 that JavaScript's Date holds. */
const MAX_MS = 8_640_000_000_000_000n;

/** A date as extended JSON says it: ISO 8601, or milliseconds since 1970. Undefined for everything else. */
export function dateOf(value: unknown): Date | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? valid(new Date(value)) : undefined;
  if (typeof value === 'bigint')
    return value >= -MAX_MS && value <= MAX_MS ? new Date(Number(value)) : undefined;
  return typeof value === 'string' ? moment(value) : undefined;
}

/** JavaScript takes 30 February for 2 March; here it is no day. */
function moment(text: string): Date | undefined {
  const found = MOMENT.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  const date = new Date(local);
  if (Number.isNaN(date.getTime())) return undefined;
  // Every month has these days, which most are; asking for the text is half of the work.
  const isSure = day <= '28' && hour !== '24';
  if (!isSure && date.toISOString() !== local) return undefined;
  return valid(new Date(date.getTime() - offsetOf(zone)));
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
