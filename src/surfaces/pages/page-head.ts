import type { Locale } from '../../common/locales.js';

interface PageHead {
  locale: Locale;
  /** HTML. */
  title: string;
  /** Address of the style sheet, as HTML. */
  styles: string;
  /** Further elements of the head. */
  more?: string;
}

/** A page up to its body. */
export const pageHead = ({ locale, title, styles, more = '' }: PageHead): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styles}">
${more}</head>
`;
