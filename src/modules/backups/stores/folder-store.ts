import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BackupStore, StoreFailure } from './backup-store.js';

/** A folder that only this user can read. */
export class FolderStore implements BackupStore {
  constructor(private readonly folder: string) {}

  get name(): string {
    return this.folder;
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = join(this.folder, key);
    const beside = `${path}.${randomUUID()}.new`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined); // the reason is told below
      throw failure(error);
    }
  }

  async get(key: string): Promise<Buffer> {
    try {
      return await readFile(join(this.folder, key));
    } catch (error) {
      throw failure(error);
    }
  }

  async remove(key: string): Promise<void> {
    const path = join(this.folder, key);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw failure(error);
    }
    // Folders that are empty now go too; one that is not, or is gone, stays as it is.
    for (let folder = dirname(path); folder.length > this.folder.length; folder = dirname(folder)) {
      try {
        await rmdir(folder);
      } catch {
        return;
      }
    }
  }
}

/** A name is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function failure(error: unknown): StoreFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  const kind = code === 'ENOENT' ? 'missing' : code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'away';
  return new StoreFailure(kind, message, { cause: error });
}
