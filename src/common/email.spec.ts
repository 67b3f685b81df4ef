import { fc } from '../../test/support/property.js';
import { canonicalEmail } from './email.js';

describe('canonicalEmail', () => {
  it.each([
    ['Admin@Acme.COM', 'admin@acme.com'],
    [' a@b.example\n', 'a@b.example'],
    ['\u212aelvin@b.example', 'kelvin@b.example'],
    ['ａ@b.example', 'a@b.example'],
    ['a+tag@b.example', 'a+tag@b.example'],
    ["o'neil@b.example", "o'neil@b.example"],
    ['a@Müller.example', 'a@xn--mller-kva.example'],
    ['a@mu\u0308ller.example', 'a@xn--mller-kva.example'],
    ['a@b.EXAMPLE', 'a@b.example'],
  ])('%j is %s', (given, expected) => expect(canonicalEmail(given)).toBe(expected));

  it.each([
    '',
    '@',
    'a',
    'a@',
    '@b.example',
    'a@b',
    'a@b.example.',
    'a@.example',
    'a@b..example',
    'a b@c.example',
    'a@b@c.example',
    'a@b.example\r\nBcc: c@d.example',
    'a\r\n@b.example',
    '"a"@b.example',
    'A <a@b.example>',
    'a@b.example,c@d.example',
    'mıke@b.example',
    'a\u200b@b.example',
    'a\u202e@b.example',
    'a\u0000@b.example',
    'é@b.example',
    'a@[::1]',
    'a@127.0.0.1',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(250)}.example`,
    'a@ex ample.com',
    'a@b.example/x',
    'a@b.example?x',
    'a@b%2eexample',
    'a@b.example#c',
    'a@b.example:25',
    'a@b.example\\c',
    'a@evil.example\tb.example',
  ])('%j is no address', (given) => expect(canonicalEmail(given)).toBeNull());

  it('is stable, plain ASCII, in lower case, with exactly one @', () => {
    const text = fc.oneof(
      fc.emailAddress(),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.domain())
        .map(([local, domain]) => `${local}@${domain}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        const address = canonicalEmail(given);
        if (address === null) return;
        expect(canonicalEmail(address)).toBe(address);
        expect(address).toMatch(/^[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+$/);
        expect(address).toBe(address.toLowerCase());
        expect(address.length).toBeLessThanOrEqual(254);
      }),
      { numRuns: 20_000 },
    );
  });
});
