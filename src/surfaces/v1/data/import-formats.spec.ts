import { Readable } from 'node:stream';
import { STREAMED_JSON } from '../../../common/http/media-types.js';
import { ExactInteger } from '../../../common/json-numbers.js';
import type { ImportLine } from '../../../modules/documents/documents.types.js';
import { readImport } from './import-formats.js';

async function read(text: string, type: string, size = 7, csv: 'text' | 'numbers' = 'text') {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const lines: ImportLine[] = [];
  for await (const batch of readImport(Readable.from(chunks), type, csv)) lines.push(...batch);
  return lines.map(({ line, value, fault }) => (fault === undefined ? [line, plain(value)] : [line, fault]));
}

const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item)])) : value;

describe('a JSON body', () => {
  const documents = [
    [1, { a: 'ü]},{"[\\' }],
    [2, { b: [1, [2, { c: 3 }]] }],
    [3, 7],
    [4, 'x,y'],
    [5, {}],
  ];
  const texts = documents.map(([, value]) => JSON.stringify(value));

  it('is an array or documents behind one another, wherever the chunks are cut', async () => {
    const forms = [
      `[${texts.join(',')}]`,
      `\ufeff [\n  ${texts.join(' ,\n')} \n] \n`,
      texts.join('\n'),
      `${texts.join(' ')} `,
    ];
    for (const text of forms) {
      for (let size = 1; size <= Buffer.byteLength(text); size++) {
        expect(await read(text, STREAMED_JSON, size)).toEqual(documents);
      }
    }
    expect(await read(' [ ] ', STREAMED_JSON)).toEqual([]);
    expect(await read(' ', STREAMED_JSON)).toEqual([]);
  });

  it.each([
    [
      '[{"a":1}{"a":2}]',
      [
        [1, { a: 1 }],
        [2, 'The JSON is malformed here'],
        [3, { a: 2 }],
      ],
    ],
    [
      '[{"a":1},,{"a":2}]',
      [
        [1, { a: 1 }],
        [2, 'The JSON is malformed here'],
        [3, { a: 2 }],
      ],
    ],
    [
      '[{"a":1}',
      [
        [1, { a: 1 }],
        [2, 'The JSON ends too early'],
      ],
    ],
    [
      '[{"a":1},{"a"',
      [
        [1, { a: 1 }],
        [2, 'The JSON ends too early'],
      ],
    ],
    [
      '[{"a":1},]',
      [
        [1, { a: 1 }],
        [2, 'The JSON is malformed here'],
        [3, 'The JSON ends too early'],
      ],
    ],
    [
      '[{"a":1}],{}',
      [
        [1, { a: 1 }],
        [2, 'The JSON is malformed here'],
        [3, {}],
      ],
    ],
    [
      '{"a":1},{"a":2}',
      [
        [1, { a: 1 }],
        [2, 'The JSON is malformed here'],
        [3, { a: 2 }],
      ],
    ],
    [
      '}}]',
      [
        [1, 'The JSON is malformed here'],
        [2, 'The JSON is malformed here'],
        [3, 'The JSON is malformed here'],
      ],
    ],
    ['{"a":1]', [[1, 'Document is not valid JSON']]],
    [
      '{"a":}{"b":1}',
      [
        [1, 'Document is not valid JSON'],
        [2, { b: 1 }],
      ],
    ],
  ])('says where it is malformed: %s', async (text, expected) => {
    for (const size of [1, 3, 100]) expect(await read(text, STREAMED_JSON, size)).toEqual(expected);
  });
});

describe('a CSV body', () => {
  const text =
    '\ufeff_id,name,address.city,n\r\na,"Ada, ""Countess""\nof",Löndon,007\r\n\r\nb,,,9007199254740993\r\n';

  it('has a header, quotes, and cells of text', async () => {
    for (let size = 1; size < 30; size++) {
      expect(await read(text, 'text/csv; charset=utf-8', size)).toEqual([
        [3, { _id: 'a', name: 'Ada, "Countess"\nof', address: { city: 'Löndon' }, n: '007' }],
        [5, { _id: 'b', name: '', address: { city: '' }, n: '9007199254740993' }],
      ]);
    }
  });

  it('has numbers when it is asked for', async () => {
    const cells = 'n\n7\n-1.5e3\n007\n9007199254740993\n12345678901234567890\n\n1e400\n';
    expect(
      (await read(cells, 'text/csv', 5, 'numbers')).map(([, value]) => (value as { n: unknown }).n),
    ).toEqual([...[7, -1500, '007', new ExactInteger('9007199254740993'), '12345678901234567890', '1e400']]);
  });

  it.each([
    ['a,a\n1,2\n', [[1, 'The header has a name twice']]],
    ['a,\n1,2\n', [[1, 'The header has a name that is empty']]],
    ['a,a.b\n1,2\n', [[1, 'The header has both a and a.b']]],
    [
      'a,b\n1\n1,2\n',
      [
        [2, 'Record has 1 cells, the header 2'],
        [3, { a: '1', b: '2' }],
      ],
    ],
    ['__proto__\n1\n', [[2, JSON.parse('{"__proto__":"1"}')]]],
    ['', []],
  ])('says what is wrong with it: %j', async (cells, expected) => {
    expect(await read(cells, 'text/csv')).toEqual(expected);
  });

  it('reports a record that cannot be read', async () => {
    const rows = await read('a\n1\n"x"y\n2\n', 'text/csv');
    expect(rows).toContainEqual([2, { a: '1' }]);
    expect(rows).toContainEqual([3, expect.stringMatching(/^CSV is malformed: Invalid Closing Quote/)]);
    const lines: ImportLine[] = [];
    const body = Readable.from([Buffer.from('a\n1\n'), Buffer.from([0xff, 0x0a])]);
    for await (const batch of readImport(body, 'text/csv', 'text')) lines.push(...batch);
    expect(lines.at(-1)!.fault).toBe('CSV is not valid UTF-8');
  });
});
