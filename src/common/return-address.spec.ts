import { fc } from '../../test/support/property.js';
import { addressPrefix, isBelow, plainAddress } from './return-address.js';

const PREFIXES = ['https://app.example.com/welcome', 'http://localhost:3000/'];
const allowed = (text: unknown): string | null => {
  const url = plainAddress(text);
  return url !== null && isBelow(url, PREFIXES) ? url.href : null;
};

describe('an address to return to', () => {
  it.each([
    ['https://app.example.com/welcome', 'https://app.example.com/welcome'],
    ['https://APP.example.com:443/welcome/', 'https://app.example.com/welcome/'],
    ['https://app.example.com/welcome/a/b?x=1&y=https://evil.example', undefined],
    ['https://app.example.com/other/../welcome/x', 'https://app.example.com/welcome/x'],
    ['http://localhost:3000/anything', undefined],
  ])('%s is allowed', (text, href = text) => {
    expect(allowed(text)).toBe(href);
  });

  it.each([
    ['another path', 'https://app.example.com/welcomed'],
    ['a way up', 'https://app.example.com/welcome/../other'],
    ['an encoded way up', 'https://app.example.com/welcome/%2e%2e/other'],
    ['an encoded slash', 'https://app.example.com/welcome/..%2fother'],
    ['an encoded backslash', 'https://app.example.com/welcome/..%5cother'],
    ['a doubly encoded way up', 'https://app.example.com/welcome/%252e%252e/other'],
    ['an encoded line break', 'https://app.example.com/welcome/%0d%0aSet-Cookie:a=b'],
    ['another scheme', 'http://app.example.com/welcome'],
    ['another port', 'https://app.example.com:8443/welcome'],
    ['another port of this machine', 'http://localhost:3001/'],
    ['plain http of a host that begins alike', 'http://localhost.evil.example:3000/'],
    ['a longer host', 'https://app.example.com.evil.example/welcome'],
    ['a host with a dot behind', 'https://app.example.com./welcome'],
    ['a user', 'https://app.example.com@evil.example/welcome'],
    ['a user with the host of ours', 'https://evil.example@app.example.com/welcome'],
    ['an empty user', 'https://@app.example.com/welcome'],
    ['a scheme-relative address', '//app.example.com/welcome'],
    ['a path', '/welcome'],
    ['one slash', 'https:/app.example.com/welcome'],
    ['no slash', 'https:app.example.com/welcome'],
    ['three slashes', 'https:///app.example.com/welcome'],
    ['slashes in the path', 'https://app.example.com/welcome//evil.example'],
    ['backslashes', 'https:\\\\app.example.com\\welcome'],
    ['a backslash before the host', 'https://evil.example\\@app.example.com/welcome'],
    ['a tab in the scheme', 'ht\ttps://app.example.com/welcome'],
    ['a line break', 'https://app.example.com/welcome\r\nX: y'],
    ['a blank before it', ' https://app.example.com/welcome'],
    ['a NUL', 'https://app.example.com/welcome\0'],
    ['an invisible character', 'https://app.example.com/wel\u200Bcome'],
    ['a turned one', 'https://app.example.com/\u202Ewelcome'],
    ['a fragment', 'https://app.example.com/welcome#code=x'],
    ['a tag', 'https://app.example.com/welcome/<script>'],
    ['a quote', 'https://app.example.com/welcome/"onmouseover=x'],
    ['a script', 'javascript:alert(1)//app.example.com/welcome'],
    ['data', 'data:text/html,<script>alert(1)</script>'],
    ['a look-alike host', 'https://аpp.example.com/welcome'],
    ['a long one', `https://app.example.com/welcome/${'x'.repeat(1000)}`],
    ['no text', { href: 'https://app.example.com/welcome' }],
    ['a list', ['https://app.example.com/welcome']],
    ['nothing', ''],
  ])('is refused with %s', (_what, text) => {
    expect(allowed(text)).toBeNull();
  });

  it('leads to an origin of the list whatever is put together, and is read alike the second time', () => {
    const piece = fc.constantFrom(
      ...['https:', 'http:', '//', '/', '\\', '@', ':', '.', '..', '%2f', '%5c', '%2e', '?', '#', '\t', '\n'],
      ...['app.example.com', 'evil.example', 'localhost', ':3000', 'welcome', 'user', ' ', '\u3002', '／'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const found = allowed(pieces.join(''));
        if (found === null) return;
        expect(found).toMatch(/^(https:\/\/app\.example\.com\/welcome([/?]|$)|http:\/\/localhost:3000\/)/);
        expect(allowed(found)).toBe(found);
      }),
      { numRuns: 5000 },
    );
  });

  it('stands in a list as an origin with a path', () => {
    expect(addressPrefix('https://app.example.com')).toBe('https://app.example.com/');
    expect(addressPrefix('https://app.example.com/a/')).toBe('https://app.example.com/a/');
    for (const text of [
      'https://app.example.com/?a',
      'https://app.example.com?',
      'https://*.example.com/',
      'x',
    ]) {
      expect([text, addressPrefix(text)]).toEqual([text, text.includes('*') ? expect.anything() : null]);
    }
    // A star is a letter of a host that nobody has.
    expect(isBelow(new URL('https://a.example.com/'), ['https://*.example.com/'])).toBe(false);
  });
});
