import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/**
 * Runs spec files one after the other as one file of Jest, so that the service's modules are loaded once for all of
 * them instead of once for each. Each file starts and stops an app of its own as it does alone.
 * @param files from the root of the repository; `jest.whole.mjs` leaves them out of its own list
 */
export function together(...files: string[]): void {
  describe.each(files)('%s', (file) => {
    require(join(ROOT, file));
  });
}
