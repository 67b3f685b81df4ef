import { accessOf } from './access.js';
import { layoutOf, recall } from './data-dir.js';
import { ownerOf } from './owner-lock.js';
import { uriOf } from './replica-set.js';

/** Connection string of the embedded MongoDB that another process runs on the directory; undefined: none does. */
export async function uriOfRunning(dataDir: string): Promise<string | undefined> {
  const dir = layoutOf(dataDir);
  if ((await ownerOf(dir.path)) === undefined) return undefined;
  const { port } = await recall(dir);
  return port === undefined ? undefined : uriOf({ port, access: await accessOf(dir, false) });
}
