import { BSON, Binary } from '../../database/bson-types.js';
import { BsonText, type JsonMode } from './bson-text.js';

const SIZE = 64 * 1024;

/** All pieces, none of them much longer than was asked for. */
function pieces(document: Record<string, unknown> | Buffer, mode: JsonMode = 'standard'): string {
  const bytes = Buffer.isBuffer(document) ? document : Buffer.from(BSON.serialize(document));
  const writer = new BsonText(bytes, mode);
  let whole = '';
  for (let part = writer.next(SIZE); part !== undefined; part = writer.next(SIZE)) {
    expect(part.length).toBeLessThan(6 * SIZE); // `\u0000`: six characters for a byte
    whole += part;
  }
  expect(BsonText.write(bytes, mode)).toBe(whole);
  return whole;
}

describe('BsonText', () => {
  const long = 300_000;
  it.each([
    ['ASCII', 'x'.repeat(long)],
    ['what is escaped', '"\\\n\u0000'.repeat(long / 4)],
    ...['é', '€', '😀'].flatMap((character) =>
      [0, 1, 2, 3].map((n): [string, string] => [
        `${character} from byte ${n} on`,
        'x'.repeat(n) + character.repeat(long / 4),
      ]),
    ),
  ])('writes a long text in pieces: %s', (_name, text) => {
    const document = { before: 1, text, inner: { list: [text, 2] }, after: true };
    expect(JSON.parse(pieces(document))).toEqual(document);
  });

  it('replaces what is no UTF-8 as it does in one piece', () => {
    for (const bytes of [[0x80], [0xf0, 0x9f, 0x98], [0xc3, 0x28], [0xff, 0x61], [0xe2, 0x82]]) {
      const text = Buffer.concat(Array.from({ length: 80_000 }, () => Buffer.from(bytes)));
      const document = Buffer.from(BSON.serialize({ t: 'x'.repeat(text.length) }));
      text.copy(document, 4 + 1 + 2 + 4);
      const read = JSON.parse(pieces(document)) as { t: string };
      expect(read.t === text.toString('utf8')).toBe(true);
    }
  });

  it.each([0, 1, 2])('writes long binary data in pieces, %d bytes over', (over) => {
    const data = Buffer.alloc(long + over, 'binary');
    const document = { data: new Binary(data), after: 1 };
    expect(JSON.parse(pieces(document, 'plain'))).toEqual({ data: data.toString('base64'), after: 1 });
    const wrapped = { $binary: { base64: data.toString('base64'), subType: '00' } };
    expect(JSON.parse(pieces(document))).toEqual({ data: wrapped, after: 1 });
  });
});
