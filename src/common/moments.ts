/** Which end of a span of time a moment is: its first, or the first that is no more in it. */
export type Edge = 'from' | 'to';

/** A moment, or why the text is none. */
export type ReadMoment = { moment: Date } | { fault: string };

const FORMS = 'a date such as 2026-01-30, or a moment with its zone such as 2026-01-30T12:00:00Z';
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;
/** Twelve to fourteen digits: from 1973 to the year 5138. Fewer are a year, a day or seconds, and more no time at all. */
const EPOCH_MS = /^\d{12,14}$/;
/** A query writes a blank as +, so an offset that was not escaped arrives with one. */
const UNESCAPED_PLUS = /^\d{4}-\d\d-\d\dT[\d:.]+ \d\d:\d\d$/;
const DAY_MS = 86_400_000;

/**
 * Reads a day or a moment of ISO 8601. A day is the whole day, in UTC: as the end of a span it is its last one. V8's
 * own reader takes almost any text for some date, and one without a zone for the server's.
 * @param options.epoch milliseconds since 1970 are taken too
 */
export function readMoment(text: string, edge: Edge, { epoch = false } = {}): ReadMoment {
  if (epoch && EPOCH_MS.test(text)) return { moment: new Date(Number(text)) };
  const day = DAY.exec(text);
  if (day) {
    const start = Date.parse(`${text}T00:00:00Z`);
    if (!isDay(day)) return { fault: 'is a day that the calendar does not have' };
    return { moment: new Date(edge === 'to' ? start + DAY_MS : start) };
  }
  const moment = MOMENT.exec(text);
  if (moment) {
    if (!isDay(moment)) return { fault: 'is a day that the calendar does not have' };
    if (moment[5] === undefined)
      return { fault: 'needs a zone: Z, or an offset such as +01:00 (in a query %2B01:00)' };
    return { moment: new Date(text) };
  }
  if (UNESCAPED_PLUS.test(text)) return { fault: 'has a blank before its offset: write + as %2B in a query' };
  return { fault: `must be ${FORMS}${epoch ? ', or milliseconds since 1970' : ''}` };
}

function isDay([, year, month, day]: RegExpExecArray): boolean {
  const written = `${year}-${month}-${day}`;
  const read = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(written);
}
