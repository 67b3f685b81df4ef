import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf, expectOk, probe, signIns } from '../measure/client.mjs';
import { median, percentile } from '../measure/numbers.mjs';
import { runModule, startContender, startService } from '../measure/processes.mjs';

/** Other people's requests per second while some sign in; the usual pattern drowns in more than a few. */
const PER_SECOND = { rowhouse: 150, usual: 5 };

export async function signin(run) {
  const servers = [];
  try {
    servers.push(await startService(run), await startContender('usual', run));
    const [service] = servers;
    const account = await newAccount(service);
    return [
      ...(await throughput(run, service, account)),
      ...(await others(run, service, account, 16, true)),
      ...(await others(run, service, account, 200, false)),
      ...(await others({ ...run, rounds: 1 }, servers[1], account, 16, false)),
    ];
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Made over HTTP, so that its hash has the cost of the run. */
async function newAccount({ url }) {
  const client = clientOf(url);
  const account = { email: `signin-${Date.now()}@bench.example`, password: 'SecurePassword123!' };
  const organization_name = `Sign-in ${Date.now()}`;
  await expectOk(client.send('POST', '/org/create', { body: { organization_name, ...account } }));
  client.close();
  return account;
}

async function throughput(run, service, account) {
  const measured = { one: [], two: [], service: [] };
  await signInRate(service, account, run.seconds / 2);
  for (let i = 0; i < run.rounds; i++) {
    measured.one.push(await bareThreads(run, 1));
    measured.service.push(await signInRate(service, account, run.seconds));
    measured.two.push(await bareThreads(run, 2));
  }
  const name = 'sign-ins, 16 at once';
  const row = (contender, rates) => ({
    name,
    contender,
    rate: median(rates),
    figure: { value: median(rates.map((rate, i) => rate / measured.one[i])), unit: '× one thread' },
  });
  return [
    row('one bare thread', measured.one),
    row('two bare threads', measured.two),
    { ...row('rowhouse', measured.service), target: { atLeast: 1.9 } },
  ];
}

function bareThreads(run, threads) {
  const settings = { ...run.settings, THREADS: String(threads), SECONDS: String(run.seconds) };
  return runModule('../contenders/threads.mjs', settings);
}

async function signInRate(service, account, seconds) {
  const load = signIns(service.url, account, 16);
  await sleep(300); // the queue is full, the threads are up
  const before = load.counts.done;
  const start = performance.now();
  await sleep(seconds * 1000);
  const rate = ((load.counts.done - before) / (performance.now() - start)) * 1000;
  await load.stop();
  return rate;
}

/** What other requests feel, in turns without and with people signing in. */
async function others(run, server, account, people, isTarget) {
  const client = clientOf(server.url);
  const path = `/org/get?organization_name=${encodeURIComponent(run.organizations[0].name)}`;
  const perSecond = PER_SECOND[server.name];
  const steady = { perSecond, seconds: run.seconds };
  await probe(client, path, steady);
  const idle = [];
  const busy = [];
  const delays = [];
  for (let i = 0; i < run.rounds; i++) {
    idle.push(percentile(await probe(client, path, steady), 99));
    const load = signIns(server.url, account, people);
    await sleep(300);
    await server.report('loop');
    busy.push(percentile(await probe(client, path, steady), 99));
    delays.push((await server.report('loop')).max);
    await load.stop();
  }
  client.close();
  const name = `GET /org/get, ${people} sign-ins`;
  const ratio = { value: median(busy.map((ms, i) => ms / idle[i])), unit: '× idle p99' };
  const delay = { value: median(delays), unit: 'ms loop delay' };
  return [
    { name: `${name}: idle`, contender: server.name, rate: perSecond, p99: median(idle) },
    row(name, server, { p99: median(busy), figure: ratio }, isTarget && { atMost: 2 }),
    row(name, server, { figure: delay }, server.name === 'rowhouse' && { atMost: 100 }),
  ];
}

function row(name, { name: contender }, figures, target) {
  return { name, contender, ...figures, ...(target ? { target } : {}) };
}
