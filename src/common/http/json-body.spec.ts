import { fc } from '../../../test/support/property.js';
import type { AppError } from '../errors/app-error.js';
import { ExactInteger, UnkeptNumber } from '../json-numbers.js';
import { DOCUMENT_JSON, type JsonLimits, parseJsonBody, SMALL_JSON } from './json-body.js';
import { stretched } from '../../../test/support/stretched.js';

const LIMITS: JsonLimits = { bytes: 1000, depth: 3, values: 7, keys: 5 };
const parse = (text: string | Buffer, limits = LIMITS): unknown =>
  parseJsonBody(Buffer.from(text as string), limits);
const messageOf = (text: string | Buffer, limits = LIMITS): string => {
  try {
    parse(text, limits);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

const details = (text: string, limits = LIMITS): unknown => {
  try {
    parse(text, limits);
  } catch (error) {
    return (error as AppError).details.errors;
  }
  return 'taken';
};

describe('parseJsonBody', () => {
  it('gives back any JSON value as JSON.parse would', () => {
    const value = fc
      .jsonValue({ noUnicodeString: false })
      .filter((one) => !/__proto__|constructor|\\u0000|\\ud[89a-f]|\d{16}/.test(JSON.stringify(one)));
    const wide = { bytes: 1e6, depth: 1000, values: 1e6, keys: 1e6 };
    fc.assert(
      fc.property(value, (one) => {
        const text = JSON.stringify(one);
        expect(parse(text, wide)).toEqual(JSON.parse(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('never fails in another way than by its four errors, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({ unit: fc.constantFrom(...'{}[]":,\\u0dt1eE-. n'), maxLength: 80 })
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        expect(messageOf(Buffer.from(body))).toMatch(
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
    ['[1,1,1,9007199254740993,9007199254740993,9007199254740993]', 'request.too_complex'],
    ['[{"$oid":1},{"$oid" :1}]', 'request.too_complex'],
    ['["$1","$1","$1","$1","$1"]', 'request.too_complex'],
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
  ])('%j: %s', (text, expected) => expect(messageOf(text)).toBe(expected));

  it('takes U+0000 in values where a route says so, and never in keys', () => {
    const parse = (text: string) => parseJsonBody(Buffer.from(text), { ...LIMITS, nul: true });
    expect(parse('{"a":["\\u0000"]}')).toEqual({ a: ['\0'] });
    for (const text of ['{"a\\u0000":1}', '{"a":"\\ud83d"}']) {
      expect(() => parse(text)).toThrow(
        expect.objectContaining({ code: 'request.unstorable_text' }) as Error,
      );
    }
  });

  it.each<[string, string]>([
    ['{"a":1,"b":2,"c":3}', 'taken'],
    ['{"a":1,"b":2,"c":3,"d":4}', 'request.too_complex'],
    ['[{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3}]', 'taken'],
    ['{"a":{"a":1,"b":2,"c":3},"b":{"a":1,"b":2,"c":3},"c":3}', 'taken'],
    ['{"a":{"a":1},"b":{"a":1},"c":3,"d":4}', 'request.too_complex'],
    ['{"a":":::::","b":[{"a":1,"b":2,"c":3,"d":4}]}', 'request.too_complex'],
    ['}}}}{"a":1}', 'request.malformed_json'],
  ])('three keys per object: %s: %s', (text, expected) =>
    expect(messageOf(text, { bytes: 1000, depth: 5, values: 100, keys: 3 })).toBe(expected),
  );

  it('refuses bytes that are no UTF-8', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0x80, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xfe, 0xff, 0, 0x31],
    ]) {
      expect(messageOf(Buffer.from(bytes))).toBe('request.malformed_json');
    }
  });

  it.each([
    ['{"a":{"__proto__":{"x":1}}}', 'a.__proto__'],
    ['{"a":{"\\u005f_proto__":2}}', 'a.__proto__'],
    ['{"a":{"__pro\\u0074o__":2}}', 'a.__proto__'],
    ['{"a":[{"constructor":{"prototype":{"x":1}}}]}', 'a.0.constructor'],
    ['{"a":{"c\\u006fnstructor":1}}', 'a.constructor'],
  ])('refuses a key that would be lost where documents are not free: %s', (text, path) => {
    expect(details(text, SMALL_JSON)).toEqual({ [path]: `A key must not be ${path.split('.').at(-1)}` });
    const value = parse(text, DOCUMENT_JSON) as object;
    expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(JSON.parse('{}')));
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('drops it as an unknown key of the body itself', () => {
    const body = '{"__proto__":{"x":1},"constructor":{"prototype":{"__proto__":1}},"a":1}';
    expect(Object.entries(parse(body, SMALL_JSON) as object)).toEqual([['a', 1]]);
  });

  it('E1 is done with hostile bodies before a caller would notice', () => {
    const since = performance.now();
    expect(messageOf('['.repeat(1_000_000), { ...SMALL_JSON, bytes: 1e7 })).toBe('request.too_complex');
    expect(messageOf(`{${'"a":1,'.repeat(500_000)}"a":1}`, { ...SMALL_JSON, bytes: 1e7 })).toBe(
      'request.too_complex',
    );
    expect(messageOf(`"${'\\u0041'.repeat(10_000)}"`, SMALL_JSON)).toBe('taken');
    expect(performance.now() - since).toBeLessThan(stretched(1000));
  });
});

describe('numbers', () => {
  it.each([
    '0 -0 1 -1 1.0 0.1 -1.5e3 1e20 1E+2 9007199254740991 -9007199254740991 0.30000000000000004 1e23 6.02214076e23',
    '3.14159265358979323846 5e-324 1.7976931348623157e308 100000000000000000000 0.0 0e999 -0.0 1e-5',
  ])('are kept as JavaScript reads them: %s', (texts) => {
    for (const text of texts.split(' ')) {
      expect(parse(text, DOCUMENT_JSON)).toBe(JSON.parse(text));
      expect(parse(text, SMALL_JSON)).toBe(JSON.parse(text));
    }
  });

  it.each([
    '9007199254740992 9007199254740993 -9007199254740993 1610521604143693812 1610521604143693813',
    '9223372036854775807 -9223372036854775808',
  ])('of 64 bits are exact: %s', (texts) => {
    for (const text of texts.split(' ')) {
      expect(parse(`{"a":[${text}]}`, DOCUMENT_JSON)).toEqual({ a: [new ExactInteger(text)] });
      expect(details(`{"a":[${text}]}`, SMALL_JSON)).toEqual({
        'a.0': 'An integer beyond 2^53 must be written as text',
      });
    }
  });

  it.each([
    '9223372036854775808 -9223372036854775809 18446744073709551615 12345678901234567890 1610521604143693812.0',
    '12345678901234567890.5 1.610521604143693812e18 1e400 -1e400 1e-400 0.0000001e-400 9007199254740993e0',
  ])('that would be changed are none: %s', (texts) => {
    for (const text of texts.split(' ')) {
      const { a } = parse(`{"a":${text}}`, DOCUMENT_JSON) as { a: unknown };
      expect([text, a]).toEqual([text, expect.any(UnkeptNumber)]);
      expect(details(`{"a":${text}}`, SMALL_JSON)).toEqual({ a: (a as UnkeptNumber).message });
    }
  });

  it('and the text around them are untouched, whatever it is', () => {
    const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const value = fc.tuple(
      fc.string({ unit: 'grapheme' }),
      long,
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    );
    fc.assert(
      fc.property(fc.array(value), (rows) => {
        const text = rows.map(
          ([name, n, d]) => `{${JSON.stringify(name)} : ${n},"d":[${JSON.stringify(d)} ]}`,
        );
        if (/__proto__|\\u|\\"d|"d" :/.test(text.join())) return;
        const read = parse(`[${text.join(' ,\n')}]`, { ...DOCUMENT_JSON, ordered: true });
        const expected = rows.map(([name, n, d]) => [
          [name, Number.isSafeInteger(Number(n)) ? Number(n) : new ExactInteger(String(n))],
          ['d', [d === 0 ? 0 : d]],
        ]);
        const entries = (read as object[]).map(
          (row) => [...(row instanceof Map ? row : Object.entries(row))] as unknown[],
        );
        expect(JSON.parse(JSON.stringify(entries))).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
      { numRuns: 2000 },
    );
  });

  it('in place of keys keep their order when it is asked for', () => {
    const text = '{"b":1,"10":{"2":9007199254740993,"1":"7"},"a":{"01":1}}';
    const read = parse(text, { ...DOCUMENT_JSON, ordered: true });
    expect(read).toEqual(
      new Map<string, unknown>([
        ['b', 1],
        [
          '10',
          new Map<string, unknown>([
            ['2', new ExactInteger('9007199254740993')],
            ['1', '7'],
          ]),
        ],
        ['a', { '01': 1 }],
      ]),
    );
  });
});
