import { setImmediate as nextTurn } from 'node:timers/promises';
import { BsonText } from '../../../src/modules/documents/bson-text.js';
import { packDocument } from '../../../src/modules/documents/document.schema.js';
import { CHUNK, documentText } from '../../../src/surfaces/v1/data/answers.js';

describe('large answers', () => {
  it.each([
    ['of many texts', { text: Array.from({ length: 64 }, () => 'x'.repeat(CHUNK / 8)) }],
    ['of one text', { text: 'x'.repeat(8 * CHUNK) }],
  ])(
    'are written a slice in a turn of the event loop, however many there are at once: %s',
    async (_name, fields) => {
      const document = packDocument({ _id: 'a', ...fields });
      let turns = 0;
      let isReading = true;
      const counting = (async () => {
        for (; isReading; turns++) await nextTurn();
      })();
      let slices = 0;
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          let whole = '';
          for await (const part of documentText(document, 'standard')) {
            slices++;
            whole += String(part);
          }
          expect(JSON.parse(whole)).toMatchObject({ _id: 'a', ...fields });
        }),
      );
      isReading = false;
      await counting;
      expect(slices).toBeGreaterThan(8 * 7);
      expect(turns).toBeGreaterThanOrEqual(slices - 8); // the first slice of each waits for none
    },
  );

  const texts = {
    'as it is': 'x'.repeat(300_000),
    'of two, three and four bytes a character': 'aé€𝄞'.repeat(60_000),
    'with an escape in the middle': `${'x'.repeat(200_000)}"${'\u0001'}${'y'.repeat(200_000)}`,
  };
  it.each(Object.entries(texts))('are the same whole and in parts: a long text %s', async (_name, text) => {
    const document = packDocument({ _id: 'a', text, more: [text, 'short', text] });
    let whole = '';
    let views = 0;
    for await (const part of documentText(document, 'standard')) {
      if (typeof part !== 'string') views++;
      whole += part.toString();
    }
    expect(whole).toBe(BsonText.write(document, 'standard'));
    expect(views).toBeGreaterThan(8);
  });

  it('hand over bytes of the document, not copies', async () => {
    const document = packDocument({ _id: 'a', text: 'x'.repeat(300_000) });
    const buffers: ArrayBufferLike[] = [];
    for await (const part of documentText(document, 'standard'))
      if (typeof part !== 'string') buffers.push(part.buffer);
    expect(new Set(buffers)).toEqual(new Set([document.buffer]));
  });
});
