import { IntlMessageFormat } from 'intl-messageformat';
import { ERROR_DEFAULTS, type ErrorCode } from '../../common/errors/error-codes.js';
import { LOCALES } from '../../common/locales.js';
import { htmlOf, MAIL_PAGE_NAMES } from './page-html.js';
import { DE } from './texts/de.js';
import { EN, type PageText } from './texts/en.js';

const KEYS = Object.keys(EN) as PageText[];
/** Of a node of a parsed text: a value is put in here. */
const ARGUMENT = 1;
/** The values of a text, which are all of the simple kind here. */
const argumentsOf = (text: string): string[] =>
  new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true })
    .getAst()
    .flatMap((node) => (Number(node.type) === ARGUMENT && 'value' in node ? [String(node.value)] : []))
    .sort();

describe('the words of the pages', () => {
  it('are complete in every language, with the same arguments and links', () => {
    expect(Object.keys(DE)).toEqual(KEYS);
    for (const key of KEYS) {
      expect([key, argumentsOf(DE[key])]).toEqual([key, argumentsOf(EN[key])]);
      expect([key, DE[key].match(/<[^>]*>/g)]).toEqual([key, EN[key].match(/<[^>]*>/g)]);
    }
  });

  it('find the refusals of the native API by its own words', () => {
    const errors = KEYS.filter((key) => key.startsWith('error.'));
    expect(errors.length).toBeGreaterThan(15);
    // The API names a header; a page asks in its form.
    const asked = errors.filter((key) => key !== 'error.auth.second_factor_required');
    for (const key of asked) expect(EN[key]).toBe(ERROR_DEFAULTS[key.slice(6) as ErrorCode][1]);
  });

  it('hold what an organization and the installation are called as text', () => {
    const mean = `<img src=x onerror=alert(1)>'"&`;
    const face = {
      name: mean,
      senderName: mean,
      platform: mean,
      support: `${mean}@acme.example`,
      home: 'https://app.example.com/?a=<"',
      logo: 'https://cdn.example.com/a.png?x="><script>',
    };
    for (const name of MAIL_PAGE_NAMES) {
      for (const locale of LOCALES) {
        const html = htmlOf(name, { locale, face, query: 'org="><script>', docs: true });
        expect(html).toContain(`<html lang="${locale}">`);
        expect(html).not.toMatch(/<img src=x|<script>|onerror=alert\(1\)>|\[object|undefined/);
        expect(html.match(/<script/g)).toHaveLength(1);
      }
    }
  });
});
