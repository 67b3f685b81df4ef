import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillOnce, sizeOf } from './cache.js';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'rowhouse-cache-'));
});
afterEach(() => rm(cache, { recursive: true, force: true, maxRetries: 10 }));

describe('fillOnce', () => {
  it('lets one of two at once win, whole', async () => {
    const target = join(cache, 'thing');
    const fill = (text: string) => (draft: string) => writeFile(join(draft, 'file'), text);
    await Promise.all([fillOnce(target, fill('a')), fillOnce(target, fill('b'))]);
    expect(await readdir(cache)).toEqual(['thing']);
    expect(await readFile(join(target, 'file'), 'utf8')).toMatch(/^[ab]$/);
  });

  it('leaves nothing when it fails', async () => {
    const broken = fillOnce(join(cache, 'thing'), async (draft) => {
      await writeFile(join(draft, 'half'), 'x');
      throw new Error('no network');
    });
    await expect(broken).rejects.toThrow('no network');
    expect(await readdir(cache)).toEqual([]);
  });
});

describe('sizeOf', () => {
  it('counts the bytes of all files', async () => {
    await writeFile(join(cache, 'a'), '123');
    expect(await sizeOf(cache)).toBe(3);
    expect(await sizeOf(join(cache, 'absent'))).toBe(0);
  });
});
