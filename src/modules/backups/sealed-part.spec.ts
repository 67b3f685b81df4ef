import { randomBytes } from 'node:crypto';
import { sealPart, unsealPart } from './sealed-part.js';

const KEY = Buffer.alloc(32, 7);
const PLACE = { orgId: 'o', backupId: 'b', attempt: 1, part: 3 };
const CHUNK = 64 * 1024;

describe('a sealed part', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 10 * CHUNK])('of %i bytes is opened again', async (length) => {
    const bytes = randomBytes(length);
    const sealed = await sealPart(KEY, PLACE, bytes);
    expect(sealed.length).toBe(length + 16 * Math.max(1, Math.ceil(length / CHUNK)));
    expect((await unsealPart(KEY, PLACE, sealed)).equals(bytes)).toBe(true);
  });

  it.each([
    ['another organization’s key', Buffer.alloc(32, 8), PLACE],
    ['another organization', KEY, { ...PLACE, orgId: 'p' }],
    ['another backup', KEY, { ...PLACE, backupId: 'c' }],
    ['another attempt', KEY, { ...PLACE, attempt: 2 }],
    ['another part', KEY, { ...PLACE, part: 4 }],
  ])('is not opened as that of %s', async (_what, key, position) => {
    const sealed = await sealPart(KEY, PLACE, Buffer.from('data'));
    await expect(unsealPart(key, position, sealed)).rejects.toThrow('damaged');
  });

  it('is refused when any byte is changed, or chunks are cut, exchanged, repeated or added', async () => {
    const sealed = await sealPart(KEY, PLACE, randomBytes(3 * CHUNK));
    const chunks = [0, 1, 2].map((i) => sealed.subarray(i * (CHUNK + 16), (i + 1) * (CHUNK + 16)));
    const [a, b, c] = chunks;
    const wrong = [[a, b], [b, a, c], [a, c], [a, b, b, c], [a, b, c, c], [c], [], [a, b, c.subarray(0, -1)]];
    for (const parts of wrong)
      await expect(unsealPart(KEY, PLACE, Buffer.concat(parts))).rejects.toThrow('damaged');
    for (let at = 0; at < sealed.length; at += 9973) {
      const changed = Buffer.from(sealed);
      changed[at] ^= 1;
      await expect(unsealPart(KEY, PLACE, changed)).rejects.toThrow('damaged');
    }
  });
});
