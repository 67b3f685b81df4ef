import { fc } from '../../../test/support/property.js';
import { type JsonLimits, parseJsonBody, SMALL_JSON } from './json-body.js';

const LIMITS: JsonLimits = { bytes: 1000, depth: 3, values: 7, keys: 5 };
const parse = (text: string | Buffer, limits = LIMITS): unknown =>
  parseJsonBody(Buffer.from(text as string), limits);
const refusal = (text: string | Buffer, limits = LIMITS): string => {
  try {
    parse(text, limits);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('parseJsonBody', () => {
  it('gives back any JSON value as JSON.parse would', () => {
    const value = fc
      .jsonValue({ noUnicodeString: false })
      .filter((one) => !/__proto__|constructor|\\u0000|\\ud[89a-f]/.test(JSON.stringify(one)));
    const wide = { bytes: 1e6, depth: 1000, values: 1e6, keys: 1e6 };
    fc.assert(
      fc.property(value, (one) => {
        const text = JSON.stringify(one);
        expect(parse(text, wide)).toEqual(JSON.parse(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('never fails in another way than by its four refusals, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({ unit: fc.constantFrom(...'{}[]":,\\u0dt1eE-. n'), maxLength: 80 })
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        expect(refusal(Buffer.from(body))).toMatch(
          /^(taken|request\.(too_large|too_complex|malformed_json|unstorable_text))$/,
        );
      }),
      { numRuns: 20_000 },
    );
  });

  it.each<[string, string]>([
    ['a'.repeat(1001), 'request.too_large'],
    ['[[[1]]]', 'taken'],
    ['[[[[1]]]]', 'request.too_complex'],
    ['{"a":{"b":[1]}}', 'taken'],
    ['{"a":{"b":[{}]}}', 'request.too_complex'],
    ['{"a":1,"b":2,"c":3,"d":4}', 'taken'],
    ['{"a":1,"b":2,"c":3,"d":4,"e":5}', 'request.too_complex'],
    ['{"a":1,"a":1,"a":1,"a":1,"a":1}', 'request.too_complex'],
    ['["{[{[{[", ":::::::::"]', 'taken'],
    ['["\\"[[[[", "\\\\"]', 'taken'],
    ['{"a":"\\u0000"}', 'request.unstorable_text'],
    ['{"\\u0000":1}', 'request.unstorable_text'],
    ['"\\ud83d"', 'request.unstorable_text'],
    ['"\\ud83d\\ude00"', 'taken'],
    ['"\\\\u0000"', 'taken'],
    ['\ufeff{}', 'taken'],
    ['{}\ufeff', 'request.malformed_json'],
    ['{"a":1,}', 'request.malformed_json'],
    ['undefined', 'request.malformed_json'],
    ['', 'taken'],
    [' ', 'request.malformed_json'],
    ['"\t"', 'request.malformed_json'],
    ['01', 'request.malformed_json'],
  ])('%j: %s', (text, expected) => expect(refusal(text)).toBe(expected));

  it.each<[string, string]>([
    ['{"a":1,"b":2,"c":3}', 'taken'],
    ['{"a":1,"b":2,"c":3,"d":4}', 'request.too_complex'],
    ['[{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3}]', 'taken'],
    ['{"a":{"a":1,"b":2,"c":3},"b":{"a":1,"b":2,"c":3},"c":3}', 'taken'],
    ['{"a":{"a":1},"b":{"a":1},"c":3,"d":4}', 'request.too_complex'],
    ['{"a":":::::","b":[{"a":1,"b":2,"c":3,"d":4}]}', 'request.too_complex'],
    ['}}}}{"a":1}', 'request.malformed_json'],
  ])('three keys per object: %s: %s', (text, expected) =>
    expect(refusal(text, { bytes: 1000, depth: 5, values: 100, keys: 3 })).toBe(expected),
  );

  it('refuses bytes that are no UTF-8', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0x80, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xfe, 0xff, 0, 0x31],
    ]) {
      expect(refusal(Buffer.from(bytes))).toBe('request.malformed_json');
    }
  });

  it('drops what would reach a prototype, at any depth, and leaves Object alone', () => {
    const body =
      '{"__proto__":{"x":1},"a":{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}},"\\u005f_proto__":2}';
    const value = parse(body, SMALL_JSON) as Record<string, object>;
    expect(Object.keys(value)).toEqual(['a']);
    expect(Object.keys(value['a']!)).not.toContain('__proto__');
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(JSON.parse('{}')));
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('E1 is done with hostile bodies before a caller would notice', () => {
    const since = performance.now();
    expect(refusal('['.repeat(1_000_000), { ...SMALL_JSON, bytes: 1e7 })).toBe('request.too_complex');
    expect(refusal(`{${'"a":1,'.repeat(500_000)}"a":1}`, { ...SMALL_JSON, bytes: 1e7 })).toBe(
      'request.too_complex',
    );
    expect(refusal(`"${'\\u0041'.repeat(10_000)}"`, SMALL_JSON)).toBe('taken');
    expect(performance.now() - since).toBeLessThan(2000);
  });
});
