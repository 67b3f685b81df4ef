import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientSession, Connection } from 'mongoose';

/**
 * Runs work while a row is locked: a transaction changes it before, and commits afterwards. Of several instances one
 * works at a time. For requests too whose own effect comes later: no claim is committed with it.
 * @param lock changes the row
 * @param work outside the transaction; it throws to leave the row as it was
 */
export async function whileLocked(
  connection: Connection,
  lock: (session: ClientSession) => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  const session = await connection.startSession();
  let isDone = false;
  try {
    await session.withTransaction(async () => {
      await lock(session).catch(async (error: unknown) => {
        await sleep(5 + Math.random() * 20); // somebody else has it; the driver tries again at once
        throw error;
      });
      if (!isDone) await work(); // a commit that is tried again does not repeat it
      isDone = true;
    });
  } finally {
    await session.endSession();
  }
}
