import { explainExit } from './diagnose.js';
import { EmbeddedMongodbError } from './errors.js';
import type { MongodProcess, MongodSettings } from './mongod-process.js';
import { waitUntilOpen } from './ports.js';
import { becomePrimary } from './replica-set.js';

/** How long mongod may take to shut down before it is killed. */
export const STOP_GRACE_MS = 10_000;

/** Waits until mongod is writable; ends it and throws one error when it dies, is aborted or takes too long. */
export async function untilPrimary(
  settings: MongodSettings,
  mongod: MongodProcess,
  timeoutMs: number,
  abort?: AbortSignal,
): Promise<void> {
  const { port, dir } = settings;
  const deadline = Date.now() + timeoutMs;
  const giveUp = () => mongod.exit !== undefined || abort?.aborted === true || Date.now() > deadline;
  try {
    if ((await waitUntilOpen(port, giveUp)) && (await becomePrimary(settings, giveUp))) return;
  } catch (error) {
    await mongod.end(STOP_GRACE_MS);
    throw error;
  }
  if (mongod.exit) throw await explainExit(dir, mongod.logOffset, mongod.exit);
  await mongod.end(STOP_GRACE_MS);
  throw new EmbeddedMongodbError(
    'start_failed',
    `mongod was not ready after ${Math.round(timeoutMs / 1000)} seconds; its log is ${dir.logPath}.`,
  );
}
