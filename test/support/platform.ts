import type { TestApp } from './app.js';

/** Writes documents until it is stopped or refused; tells what was acknowledged. */
export function writer(sut: TestApp, token: string) {
  const acknowledged: string[] = [];
  const statuses = new Set<number>();
  let running = true;
  const loops = Array.from({ length: 4 }, async () => {
    while (running) {
      const body = { text: 'written' };
      const reply = await sut.call<{ _id: string }>('POST', '/v1/data/data', { token, body });
      statuses.add(reply.status);
      if (reply.status === 201) acknowledged.push(reply.body._id);
      if (reply.status === 403) return;
    }
  });
  return {
    acknowledged,
    stop: async () => {
      running = false;
      await Promise.all(loops);
      return { acknowledged, statuses };
    },
  };
}
