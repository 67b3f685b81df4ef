import { setImmediate as nextTurn } from 'node:timers/promises';
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
            whole += part;
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
});
