import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Double, Int32, Long } from 'bson';
import { readMetadata, writeMetadata } from './metadata.js';

const of = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../golden/dir/org_golden', `${name}.metadata.json`), 'utf8');

describe('metadata of a collection', () => {
  it.each(['orders', 'clus', 'ev', 'capped', 'v', 'de', 'empty'])(
    '%s is read and written the same',
    (name) => {
      const { options, indexes } = readMetadata(of(name));
      const whole = JSON.parse(of(name)) as {
        options?: object;
        indexes: { name: string; clustered?: true }[];
      };
      expect(JSON.parse(writeMetadata(options))).toEqual(whole.options ?? {});
      expect(JSON.parse(writeMetadata(indexes))).toEqual(
        whole.indexes.filter((one) => one.name !== '_id_' && !one.clustered),
      );
    },
  );

  it('keeps the order of keys that are digits, and the types of numbers', () => {
    const text =
      '{"indexes":[{"v":{"$numberInt":"2"},"key":{"b":{"$numberDouble":"1.0"},"2024":{"$numberLong":"-1"},"1":{"$numberInt":"1"}},"name":"\\"7\\":x","ns":"a.b"}]}';
    const [index] = readMetadata(text).indexes;
    expect([...index]).toEqual([
      ['v', new Int32(2)],
      [
        'key',
        new Map<string, unknown>([
          ['b', new Double(1)],
          ['2024', Long.fromNumber(-1)],
          ['1', new Int32(1)],
        ]),
      ],
      ['name', '"7":x'],
    ]);
    expect(writeMetadata(index)).toBe(
      '{"v":{"$numberInt":"2"},"key":{"b":{"$numberDouble":"1.0"},"2024":{"$numberLong":"-1"},"1":{"$numberInt":"1"}},"name":"\\"7\\":x"}',
    );
  });

  it.each(['', 'null', '[]', '{', '{"options":'])('%s is none', (text) => {
    expect(() => readMetadata(text)).toThrow(expect.objectContaining({ name: 'DumpError', code: 'format' }));
  });
});
