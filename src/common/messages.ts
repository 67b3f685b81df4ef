import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locales.js';

export type MessageValues = Readonly<Record<string, string | number>>;
/** Texts by key, in ICU MessageFormat. */
export type Catalogue<Key extends string = string> = Readonly<Record<Key, string>>;

/** Texts in every language. Values are put in as they are: code that makes HTML of a text escapes it. */
export class Messages<Key extends string> {
  private readonly compiled = new Map<string, IntlMessageFormat>();

  constructor(private readonly catalogues: Readonly<Record<Locale, Catalogue<Key>>>) {}

  format(locale: Locale, key: Key, values: MessageValues = {}): string {
    const id = `${locale}:${key}`;
    let message = this.compiled.get(id);
    if (message === undefined) {
      const text = this.catalogues[locale][key];
      message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
      this.compiled.set(id, message);
    }
    return String(message.format(values));
  }
}
