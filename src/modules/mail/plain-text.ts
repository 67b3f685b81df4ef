/** Control and direction characters, and blanks without width: they move, hide or split what stands beside them. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;
/** Characters of a name in a mail; more is cut. */
const MAX_NAME = 60;

/** A name that a user chose, as one line of harmless text. */
export function oneLine(text: string, max = MAX_NAME): string {
  return shorten(text.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim(), max);
}

/** At most `max` characters; graphemes such as flags are not cut in two. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(0, max * 2))) {
    if (kept.length + segment.length >= max) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Seconds as a person says them, rounded down to the largest unit. */
export function duration(seconds: number): string {
  const { size, unit } = UNITS.find(({ from }) => seconds >= from) ?? { size: 60, unit: 'minute' };
  const count = Math.max(1, Math.floor(seconds / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** One day reads better as 24 hours. */
const UNITS = [
  { from: 2 * 86_400, size: 86_400, unit: 'day' },
  { from: 3600, size: 3600, unit: 'hour' },
];

/** `30 January 2026, 12:00 UTC`. */
export function moment(date: Date): string {
  const day = date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and quoted attributes of HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
