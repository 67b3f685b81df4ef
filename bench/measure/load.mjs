import autocannon from 'autocannon';
import { median } from './numbers.mjs';

/** The load. */
const CONNECTIONS = 32;
/** Requests each connection repeats; drawn at random, so that no two connections walk in step. */
const DRAWS = 250;
/** Requests each contender answers before it is measured: its code is compiled by then, also on a slow machine. */
const WARM_UP = 8_000;

/**
 * Lets contenders take turns under the same load, so that noise of the machine meets all of them.
 * @param requests the load of each contender that has no `requests` of its own
 * @returns by contender: medians of req/s, p99 (ms), CPU (µs/request), and of the ratio to the first one
 */
export async function takeTurns(contenders, requests, { rounds, seconds, quick }) {
  for (const contender of contenders) await warmUp(contender, requests, { quick });
  const results = new Map(contenders.map((contender) => [contender, []]));
  for (let i = 0; i < rounds; i++) {
    const order = i % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order)
      results.get(contender).push(await round(contender, requests, { duration: seconds }));
  }
  const [floor] = contenders;
  return contenders.map((contender) => {
    const own = results.get(contender);
    const of = (key) => median(own.map((result) => result[key]));
    return {
      contender: contender.name,
      rate: of('rate'),
      p99: of('p99'),
      cpu: of('cpu'),
      ratio: median(own.map(({ rate }, i) => rate / results.get(floor)[i].rate)),
    };
  });
}

/** Lets a contender compile its code. */
export function warmUp(contender, requests, { quick }) {
  return round(contender, requests, { amount: quick ? CONNECTIONS : WARM_UP });
}

/** One round against one contender. */
function round(contender, requests, limits) {
  const own = contender.requests ?? requests;
  return measure(contender, {
    ...limits,
    setupClient: (client) => client.setRequests(draw(own)),
    requests: own.slice(0, 1),
  });
}

/** As many as can be dealt out to the connections evenly. */
export function dealt(organizations) {
  const rest = organizations.length % CONNECTIONS;
  return organizations.slice(0, organizations.length > rest ? organizations.length - rest : rest);
}

/** Every request once, dealt out to the connections. */
export function once(contender, requests) {
  const connections = Math.min(CONNECTIONS, requests.length);
  let next = 0;
  return measure(contender, {
    connections,
    amount: requests.length,
    setupClient: (client) => {
      const first = next++;
      client.setRequests(requests.filter((_, i) => i % connections === first));
    },
    requests: requests.slice(0, 1),
  });
}

/** One load against one contender. @throws Error when anything but 2xx came back */
export async function measure(contender, load) {
  const cpuBefore = contender.cpuMicros();
  const startedAt = performance.now();
  const running = autocannon({ url: contender.url, connections: CONNECTIONS, ...load });
  let answeredAt = startedAt;
  // A load of an amount tells its end at the next full second only.
  running.on('response', () => (answeredAt = performance.now()));
  const result = await running;
  const seconds = (answeredAt - startedAt) / 1000;
  const count = result['2xx'];
  if (result.non2xx + result.errors > 0 || count === 0) {
    const statuses = JSON.stringify(result.statusCodeStats);
    throw new Error(`${contender.name}: ${result.errors} errors, answers ${statuses}`);
  }
  const cpu = cpuBefore === undefined ? undefined : (contender.cpuMicros() - cpuBefore) / count;
  return {
    rate: count / (load.duration === undefined ? seconds : result.duration),
    p99: result.latency.p99,
    cpu,
  };
}

function draw(requests) {
  const count = Math.min(DRAWS, requests.length);
  return Array.from({ length: count }, () => requests[Math.floor(Math.random() * requests.length)]);
}
