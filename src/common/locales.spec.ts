import { preferredLocale } from './locales.js';

describe('the language a request prefers', () => {
  it.each([
    ['de', 'de'],
    ['de-AT, en;q=0.5', 'de'],
    ['en;q=0.4, DE;q=0.8', 'de'],
    ['fr, de;q=0.1', 'de'],
    ['en, de', 'en'],
    ['en;q=0, de;q=0.001', 'de'],
    ['fr', undefined],
    ['*', undefined],
    ['', undefined],
    [undefined, undefined],
    ['__proto__, constructor', undefined],
    ['de;q=2.5e9', undefined],
    [`${'x,'.repeat(5000)}de`, undefined],
  ])('%j: %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
