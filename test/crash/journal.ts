import { setTimeout as sleep } from 'node:timers/promises';
import type { Timestamp } from 'mongodb';
import { clusterText } from '../../src/database/past/moment.js';
import { documentsAt, write } from '../support/journal.js';
import type { CrashBench } from './bench.js';

const COLLECTIONS = ['a', 'b', 'c'];
/** Longer than the lease of a keeper that was killed. Milliseconds. */
const PATIENCE_MS = 180_000;
/** The longest pause between two kills. Milliseconds. */
const BETWEEN_MS = 1500;

export const JOURNALED = { JOURNAL_DAYS: '7' };

/** Collections whose documents are not those of the database, after the keeper was killed again and again. */
export interface Journaled {
  differing: string[];
  gaps: number;
}

/**
 * Writers change documents in every way while the keeper of the journal is killed; then the organization is put back to
 * a moment after the last kill, and its documents are compared, byte by byte, with what the database remembers of it.
 */
export async function journal(
  bench: CrashBench,
  { kills, random }: { kills: number; random: () => number },
): Promise<Journaled> {
  const org = await bench.organization('Journaled Crash Corp');
  const before = bench.client.db(org.database);
  let isOver = false;
  const writing = write(bench.client, before, random, () => isOver);
  const { token } = org;
  const status = async () =>
    (await bench.call('GET', '/v1/backups/journal', { token })).body as {
      cluster_time?: string;
      gaps?: unknown[];
    };
  for (let kill = 0; kill < kills; kill++) {
    const from = (await status()).cluster_time;
    const since = performance.now();
    // The one before it has come back, and keeps the journal.
    while ((await status()).cluster_time === from && performance.now() - since < PATIENCE_MS) await sleep(50);
    await sleep(random() * BETWEEN_MS);
    await bench.kill('api');
  }
  isOver = true;
  await writing;
  const { operationTime } = await bench.client.db('admin').command({ ping: 1 });
  const at = operationTime as Timestamp;
  const seen = await Promise.all(COLLECTIONS.map((name) => documentsAt(before, name, at, false)));
  const restored = await restoreTo(bench, token, clusterText(at));
  const { operationTime: later } = await bench.client.db('admin').command({ ping: 1 });
  const found = await Promise.all(
    COLLECTIONS.map((name) => documentsAt(bench.client.db(restored), name, later as Timestamp, false)),
  );
  const differing = COLLECTIONS.filter((_, i) => JSON.stringify(seen[i]) !== JSON.stringify(found[i]));
  return { differing, gaps: (await status()).gaps?.length ?? -1 };
}

async function restoreTo(bench: CrashBench, token: string, at: string): Promise<string> {
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; await sleep(200)) {
    const begun = await bench.call('POST', '/v1/backups/journal/restore', { token, body: { at } });
    if (begun.status !== 202) continue; // it has not come so far
    const { id } = begun.body as { id: string };
    for (;;) {
      const { body } = await bench.call('GET', `/v1/operations/${id}`, { token });
      const { phase, to } = body as { phase?: string; to?: string };
      if (phase === 'done') return to!;
      if (phase === 'failed') throw new Error(`the restore failed: ${JSON.stringify(body)}`);
      await sleep(50);
    }
  }
  throw new Error(`no restore to ${at}`);
}
