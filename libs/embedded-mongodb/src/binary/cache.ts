import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from '../errors.js';

const ABANDONED_MS = 24 * 3_600_000;

/**
 * Fills `target` in one step: `fill` works in a directory of its own beside it, which is renamed when it is
 * complete. When two processes fill the same target at once, the first one wins and both have it.
 */
export async function fillOnce(target: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const draft = await mkdtemp(join(parent, `tmp-${basename(target)}-`));
  try {
    await fill(draft);
    await rename(draft, target);
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Drafts of processes that were killed. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith('tmp-')) continue;
    const path = join(parent, name);
    const touched = await stat(path).then(
      (entry) => entry.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - touched > ABANDONED_MS) await rm(path, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Bytes in a directory that is being filled. */
export async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        (file) => file.size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
