import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import cliProgress from 'cli-progress';
import { type components, ok, type RowhouseClient } from '@rowhouse/api-client';

type Operation = components['schemas']['OperationDto'];

const POLL_MS = 250;

/** Draws how far the organization's newest move is, until `work` has ended. */
export async function withMoveProgress<T>(client: RowhouseClient, work: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work();
  const before = await newest(client);
  const bar = new cliProgress.SingleBar({
    format: '{phase} [{bar}] {value}/{total} documents',
    stream: process.stderr,
    clearOnComplete: true,
  });
  let ended = false;
  // Never rejects: whatever becomes of the work while the bar is drawn is told at the end.
  const settled = Promise.allSettled([work()]).then(([result]) => {
    ended = true;
    return result;
  });
  bar.start(1, 0, { phase: 'starting' });
  try {
    while (!ended) {
      const operation = await newest(client);
      if (operation && operation.id !== before?.id) {
        bar.setTotal(Math.max(operation.documents_total, operation.documents_done, 1));
        bar.update(operation.documents_done, { phase: operation.phase.replace('_', ' ') });
      }
      await Promise.race([sleep(POLL_MS), settled]);
    }
  } finally {
    bar.stop();
  }
  const result = await settled;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** Passes bytes on, and tells a terminal how many there were; nobody knows how many will come. */
export function countBytes(): Transform {
  let bytes = 0;
  let toldAt = 0;
  const tell = (end: string): void => {
    process.stderr.write(`\r${(bytes / 1_000_000).toFixed(1)} MB${end}`);
  };
  const isShown = process.stderr.isTTY && !process.stdout.isTTY;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      if (isShown && performance.now() - toldAt > POLL_MS) {
        toldAt = performance.now();
        tell('');
      }
      done(null, chunk);
    },
    flush: (done) => {
      if (isShown) tell('\n');
      done();
    },
  });
}

/** The bar is a courtesy: whatever keeps it from being drawn must not fail the command. */
async function newest(client: RowhouseClient): Promise<Operation | undefined> {
  try {
    return (await ok(client.GET('/v1/operations'))).items[0];
  } catch {
    return undefined;
  }
}
