import { setImmediate as nextTurn } from 'node:timers/promises';
import { packDocument } from '../../../src/modules/documents/document.schema.js';
import { CHUNK, documentText } from '../../../src/surfaces/v1/data/answers.js';

describe('large answers', () => {
  it('are written a slice in a turn of the event loop, however many there are at once', async () => {
    const document = packDocument({
      _id: 'a',
      text: Array.from({ length: 64 }, () => 'x'.repeat(CHUNK / 8)),
    });
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
          whole += part;
        }
        expect(JSON.parse(whole)).toEqual({ _id: 'a', text: expect.any(Array) as string[] });
      }),
    );
    isReading = false;
    await counting;
    expect(slices).toBeGreaterThan(8 * 7);
    expect(turns).toBeGreaterThanOrEqual(slices - 8); // the first slice of each waits for none
  });
});
