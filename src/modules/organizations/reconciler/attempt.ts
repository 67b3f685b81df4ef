import type { Logger } from '@nestjs/common';

/**
 * One failure does not keep the rest from being finished: the next turn finds it again.
 * @param signal aborted: the service is stopping, and what fails then is not worth a line
 */
export async function attempt(
  log: Logger,
  what: string,
  work: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal?.aborted) log.warn(`${what} failed, will be tried again: ${(error as Error).message}`);
  }
}
