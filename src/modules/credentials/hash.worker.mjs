// Runs in a worker thread: a bcrypt hash takes 70 ms and more, and would stop every other request meanwhile.
import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

// On Linux the priority belongs to the thread: hashing yields to the thread that answers requests.
try {
  setPriority(0, workerData.nice);
} catch {
  // Not permitted here: hashing then competes as an equal.
}

/** bcrypt ignores what follows byte 72; a longer password is hashed first so that every byte counts (D3). */
const BCRYPT_BYTES = 72;
const PREHASH_KEY = 'rowhouse/password/v1';

const input = (password) => {
  const text = password.normalize('NFKC');
  return Buffer.byteLength(text) <= BCRYPT_BYTES
    ? text
    : createHmac('sha384', PREHASH_KEY).update(text).digest('base64');
};

export const hash = ({ password, cost }) => bcrypt.hashSync(input(password), cost);

/**
 * A hash that another program made is of the password as it was typed, cut at byte 72. Only a password that we
 * read otherwise costs the second look, for any hash.
 */
export const compare = ({ password, hash: stored }) =>
  bcrypt.compareSync(input(password), stored) ||
  (input(password) !== password && bcrypt.compareSync(password, stored));
