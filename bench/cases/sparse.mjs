import { setTimeout as sleep } from 'node:timers/promises';
import { dealt, once } from '../measure/load.mjs';
import { median } from '../measure/numbers.mjs';
import { startContender, startService } from '../measure/processes.mjs';
import { insertOf } from './requests.mjs';

/** Whatever is kept for a minute is forgotten by then. Milliseconds. */
const PAUSE_MS = 61_000;
const MAX_ROUNDS = 3;

/**
 * Every organization writes one document about once a minute: all of them once, one after the other, after a pause in
 * which nobody writes.
 */
export async function sparse(run) {
  const requests = dealt(run.organizations).map(insertOf);
  const contenders = [];
  try {
    contenders.push(await startContender('floor', run), await startService(run));
    for (const contender of contenders)
      for (let i = 0; i < (run.quick ? 1 : 4); i++) await once(contender, requests);
    const rounds = [];
    for (let i = 0; i < Math.min(run.rounds, MAX_ROUNDS); i++) {
      await sleep(run.quick ? 100 : PAUSE_MS);
      const round = {};
      for (const contender of i % 2 === 0 ? contenders : contenders.toReversed())
        round[contender.name] = await once(contender, requests);
      rounds.push(round);
    }
    return contenders.map(({ name }) => ({
      name: `insert, ${requests.length} org., once a minute`,
      contender: name,
      ...Object.fromEntries(
        ['rate', 'p99', 'cpu'].map((key) => [key, median(rounds.map((one) => one[name][key]))]),
      ),
      figure: { value: median(rounds.map((one) => one[name].rate / one.floor.rate)), unit: '× floor' },
      ...(name === 'rowhouse' ? { target: { atLeast: 0.75 } } : {}),
    }));
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
}
