import { startContender, startService } from '../measure/processes.mjs';
import { dealt, once, warmUp } from '../measure/load.mjs';
import { median } from '../measure/numbers.mjs';
import { documentOf, lookUpOf } from './requests.mjs';

/** A fresh process is needed for each first touch. */
const MAX_STARTS = 6;

/** Organizations whose requests only warm the contenders up: they are no part of what is measured. */
const WARMING = 100;

/**
 * Organizations that come by now and then: fresh processes, each of which answers one request of every
 * organization, three times over. The first time nothing is known of them. Before that both contenders have answered
 * other organizations for a while: what is measured is what an organization's first requests cost, not what a
 * process's do, whose code is not compiled yet (a round over 2,000 organizations is over before it is).
 */
export async function touch(run) {
  return [
    ...(await firstRounds(run, 'read', documentOf, [0.45, 0.9, 0.9])),
    ...(await firstRounds(run, 'GET /org/get', lookUpOf, [0.8])),
  ];
}

async function firstRounds(run, name, requestOf, targets) {
  const others = run.organizations.slice(0, Math.min(WARMING, Math.floor(run.organizations.length / 2)));
  const requests = dealt(run.organizations.slice(others.length)).map(requestOf);
  const size = requests.length;
  const starts = [];
  for (let i = 0; i < Math.min(run.rounds, MAX_STARTS); i++) {
    const order = i % 2 === 0 ? ['floor', 'rowhouse'] : ['rowhouse', 'floor'];
    const measured = {};
    for (const contender of order)
      measured[contender] = await touchAll(run, contender, {
        others: others.map(requestOf),
        requests,
        rounds: targets.length,
      });
    starts.push(measured);
  }
  return targets.flatMap((atLeast, round) =>
    ['floor', 'rowhouse'].map((contender) => {
      const of = (key) => median(starts.map((start) => start[contender][round][key]));
      const ratio = median(starts.map((start) => start[contender][round].rate / start.floor[round].rate));
      return {
        name: `${name}, ${size} org., touch ${round + 1}`,
        contender,
        rate: of('rate'),
        p99: of('p99'),
        cpu: of('cpu'),
        figure: { value: ratio, unit: '× floor' },
        ...(contender === 'rowhouse' ? { target: { atLeast } } : {}),
      };
    }),
  );
}

async function touchAll(run, name, { others, requests, rounds }) {
  const contender = name === 'floor' ? await startContender('floor', run) : await startService(run);
  try {
    await warmUp(contender, others, run);
    const results = [];
    for (let i = 0; i < rounds; i++) results.push(await once(contender, requests));
    return results;
  } finally {
    await contender.stop();
  }
}
