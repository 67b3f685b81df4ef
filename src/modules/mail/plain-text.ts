import type { Locale } from '../../common/locales.js';

/** Control and direction characters, and blanks without width: they move, hide or split what stands beside them. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;
/** Characters of a name in a mail; more is cut. */
const MAX_NAME = 60;

/** A name that a user chose, as one line of harmless text. */
export function oneLine(text: string, max = MAX_NAME): string {
  return shorten(text.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim(), max);
}

/**
 * Mail programs make links of whatever looks like an address. A name is chosen by another user than the
 * reader, so it must not carry one: a word joiner after each dot and colon keeps it text.
 */
export const unlinked = (name: string): string => oneLine(name).replace(/[.:](?=\S)/g, '$&\u2060');

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
export function duration(seconds: number): { unit: 'days' | 'hours' | 'minutes'; count: number } {
  const { size, unit } = UNITS.find(({ from }) => seconds >= from) ?? MINUTES;
  return { unit, count: Math.max(1, Math.floor(seconds / size)) };
}

const MINUTES = { from: 0, size: 60, unit: 'minutes' } as const;
/** One day reads better as 24 hours. */
const UNITS = [
  { from: 2 * 86_400, size: 86_400, unit: 'days' },
  { from: 3600, size: 3600, unit: 'hours' },
] as const;

/** Days are written as where the language is at home; English as in Britain. */
const REGIONS = { en: 'en-GB', de: 'de-DE' } as const;

/** `30 January 2026, 12:00 UTC`. */
export function moment(date: Date, locale: Locale = 'en'): string {
  const day = date.toLocaleDateString(REGIONS[locale], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
