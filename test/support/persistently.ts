import type { Reply } from './app.js';

/** As clients do it: writers who wait for each other longer than a transaction may take are told to come again. */
export async function persistently<T>(ask: () => Promise<Reply<T>>): Promise<Reply<T>> {
  for (;;) {
    const reply = await ask();
    if (reply.status !== 503) return reply;
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}
