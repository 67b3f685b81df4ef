import { clientOf, expectOk } from '../measure/client.mjs';
import { median, percentile } from '../measure/numbers.mjs';
import { startContender, startService } from '../measure/processes.mjs';

/** POST /org/create, one after the other, in turns with one hash and the same inserts. */
export async function create(run) {
  const contenders = [];
  try {
    contenders.push(await startContender('floor', run), await startService(run));
    const times = await inTurns(contenders, run.quick ? 3 : 60);
    const [floor] = times;
    const ratio = (own) => median(own) / median(floor);
    return contenders.map(({ name: contender }, i) => ({
      name: 'POST /org/create',
      contender,
      rate: 1000 / median(times[i]),
      p99: percentile(times[i], 99),
      figure: { value: ratio(times[i]), unit: '× floor p50' },
      ...(contender === 'rowhouse' ? { target: { atMost: 1.3 } } : {}),
    }));
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
}

async function inTurns(contenders, count) {
  const clients = contenders.map(({ url }) => clientOf(url));
  const times = contenders.map(() => []);
  for (let i = -3; i < count; i++) {
    for (const [j, client] of clients.entries()) {
      const serial = `${Date.now()}-${i + 3}`;
      const body = {
        organization_name: `Create ${contenders[j].name} ${serial}`,
        email: `create-${contenders[j].name}-${serial}@bench.example`,
        password: 'SecurePassword123!',
      };
      const { ms } = await expectOk(client.send('POST', '/org/create', { body }));
      if (i >= 0) times[j].push(ms); // the first three start threads and connections
    }
  }
  for (const client of clients) client.close();
  return times;
}
