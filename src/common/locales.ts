/** Languages that mails and pages are written in; the first is what is read where no other is known. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** More of the header is not read. Characters. */
const MAX_HEADER = 500;

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/**
 * The language of ours that `Accept-Language` prefers (RFC 9110, section 12.5.4): `de-AT` is `de`. Undefined when it
 * names none of ours, so that the next rule decides.
 */
export function preferredLocale(header: string | readonly string[] | undefined): Locale | undefined {
  const text = (Array.isArray(header) ? header.join(',') : String(header ?? '')).slice(0, MAX_HEADER);
  let best: { locale: Locale; weight: number } | undefined;
  for (const part of text.split(',')) {
    const [, tag = '', quality = '1'] =
      /^\s*([a-z]{1,8})(?:-[a-z0-9-]*)?\s*(?:;\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*)?$/i.exec(part) ?? [];
    const locale = tag.toLowerCase();
    const weight = Number(quality);
    if (isLocale(locale) && weight > 0 && weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale;
}
