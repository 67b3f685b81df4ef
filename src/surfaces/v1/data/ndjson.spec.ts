import { Readable } from 'node:stream';
import { serialize } from '../../../../test/support/bson.js';
import { writeLines } from './answers.js';
import { LineSplitter, readDocuments } from './ndjson.js';

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

  it('takes a line of 16 MiB and lets a longer one pass by', () => {
    const sut = new LineSplitter();
    const MIB16 = 16 * 1024 * 1024;
    const line = (length: number) => Buffer.from(`"${'x'.repeat(length - 2)}"\n`);
    expect(sut.push(line(MIB16))[0]).toMatchObject({ line: 1, size: MIB16 });
    expect(sut.push(line(MIB16 + 1))).toEqual([{ line: 2, size: 0, fault: 'Line is longer than 16 MiB' }]);
    expect(sut.push(Buffer.from('1\n'))).toEqual([{ line: 3, size: 1, value: 1 }]);
  });
});

describe('readDocuments', () => {
  it('lets others have their turns while it cuts one chunk', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    let lines = 0;
    const body = Readable.from([Buffer.from('x\n'.repeat(100_000))]);
    for await (const some of readDocuments(body, new LineSplitter())) lines += some.length;
    clearInterval(timer);
    expect(lines).toBe(100_000);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('writeLines', () => {
  it('cuts a batch into chunks, and a document into several', async () => {
    async function* batches() {
      yield Array.from({ length: 300 }, (_, i) => serialize({ _id: i, text: 'x'.repeat(1000) }));
      yield [serialize({ _id: 'big', texts: Array.from({ length: 300 }, () => 'y'.repeat(1000)) })];
    }
    const chunks: string[] = [];
    for await (const chunk of writeLines(batches(), 'standard')) chunks.push(chunk.toString());
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every((chunk) => chunk.length < 135_000)).toBe(true);
    expect(chunks.join('').split('\n')).toHaveLength(302);
  });
});
