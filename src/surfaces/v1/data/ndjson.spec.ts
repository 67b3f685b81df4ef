import { LineSplitter, writeLines } from './ndjson.js';

describe('LineSplitter', () => {
  const text = '{"a":"ü🔑"}\n\n \r\n[1]\r\n{"b"\n"end"';

  it('finds the same lines wherever the chunks are cut', () => {
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size++) {
      const sut = new LineSplitter();
      const lines = [];
      for (let at = 0; at < bytes.length; at += size) lines.push(...sut.push(bytes.subarray(at, at + size)));
      lines.push(...sut.end());
      expect(lines).toEqual([
        { line: 1, size: 14, value: { a: 'ü🔑' } },
        { line: 4, size: 4, value: [1] },
        { line: 5, size: 4, fault: 'Line is not valid JSON' },
        { line: 6, size: 5, value: 'end' },
      ]);
    }
  });

  it('takes a line of 1 MiB and lets a longer one pass by', () => {
    const sut = new LineSplitter();
    const line = (length: number) => Buffer.from(`"${'x'.repeat(length - 2)}"\n`);
    expect(sut.push(line(1024 * 1024))[0]).toMatchObject({ line: 1, size: 1024 * 1024 });
    expect(sut.push(line(1024 * 1024 + 1))).toEqual([
      { line: 2, size: 0, fault: 'Line is longer than 1 MiB' },
    ]);
    expect(sut.push(Buffer.from('1\n'))).toEqual([{ line: 3, size: 1, value: 1 }]);
  });
});

describe('writeLines', () => {
  it('cuts a batch into chunks of whole lines', async () => {
    async function* batches() {
      yield Array.from({ length: 300 }, (_, i) => ({ _id: i, text: 'x'.repeat(1000) }));
      yield [{ _id: 'last' }];
    }
    const chunks: string[] = [];
    for await (const chunk of writeLines(batches())) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every((chunk) => chunk.endsWith('}\n'))).toBe(true);
    expect(chunks.join('').split('\n')).toHaveLength(302);
  });
});
