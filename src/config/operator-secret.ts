import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'operator.secret');

/** @returns why nothing can be kept there, such as a container's file system that is read only */
export function reasonAgainstKeeping(dataDir: string): string | undefined {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Keeps an operator's temporary password for users who may read the data directory. @returns the file, mode 0600 */
export function keepOperatorSecret(dataDir: string, secret: string): string {
  const file = fileIn(dataDir);
  mkdirSync(dataDir, { recursive: true });
  rmSync(file, { force: true }); // the mode is that of a new file
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}

/** The operator has a password of their own by now. */
export function forgetOperatorSecret(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}
