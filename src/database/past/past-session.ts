import type { ClientSession, Db } from 'mongodb';
import type { ClusterTime } from './moment.js';

/** A session whose reads are those of a moment. */
export type PastSession = ClientSession;

/**
 * Reads at a moment. The driver takes `readConcern` without a time; it has one for its own snapshot sessions, which
 * take theirs from their first read. That field is not part of its public interface: its exact version and a test hold
 * it.
 */
export async function atMoment<T>(
  { client }: Db,
  at: ClusterTime,
  work: (session: PastSession) => Promise<T>,
): Promise<T> {
  const session = client.startSession({ snapshot: true });
  (session as unknown as { snapshotTime: ClusterTime }).snapshotTime = at;
  try {
    return await work(session);
  } finally {
    await session.endSession();
  }
}
