import { fc } from '../../../test/support/property.js';
import { escapeHtml } from '../../common/html.js';
import { duration, moment, oneLine, shorten } from './plain-text.js';

describe('oneLine', () => {
  it('takes away what breaks, hides or turns a line, and keeps every script', () => {
    expect(oneLine('Acme\r\nBcc: x@evil.example')).toBe('Acme Bcc: x@evil.example');
    expect(oneLine('\u202Etxet desrever\u2066\u200B')).toBe('txet desrever');
    expect(oneLine('株式会社 Ülke گروه‌ها 👩‍👩‍👧')).toBe('株式会社 Ülke گروه‌ها 👩‍👩‍👧');
    expect(oneLine('broken \uD83D pair')).toBe('broken \uFFFD pair');
    expect(oneLine('x'.repeat(10_000))).toBe(`${'x'.repeat(59)}…`);
  });

  it('never gives a control character or more than its limit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 5, max: 80 }),
        (text, max) => {
          const line = oneLine(text, max);
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u);
          expect(line.length).toBeLessThanOrEqual(max);
          expect(line.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does not cut a grapheme', () => {
    expect(shorten('ab👩‍👩‍👧cd', 8)).toBe('ab…');
  });
});

describe('escapeHtml', () => {
  it('leaves nothing that opens a tag, an attribute or an entity', () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;',
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeHtml(text))));
  });
});

describe('time in words', () => {
  it.each([
    [30, 1, 'minutes'],
    [60, 1, 'minutes'],
    [1800, 30, 'minutes'],
    [3600, 1, 'hours'],
    [86_400, 24, 'hours'],
    [7 * 86_400, 7, 'days'],
  ])('says %i seconds as %i %s', (seconds, count, unit) => {
    expect(duration(seconds)).toEqual({ count, unit });
  });

  it('says a moment with its zone', () => {
    expect(moment(new Date('2026-01-30T12:00:31Z'))).toBe('30 January 2026, 12:00 UTC');
    expect(moment(new Date('2026-01-30T12:00:31Z'), 'de')).toBe('30. Januar 2026, 12:00 UTC');
  });
});
