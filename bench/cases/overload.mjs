import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf, expectOk, probe, signIns } from '../measure/client.mjs';
import { median, percentile } from '../measure/numbers.mjs';
import { startService } from '../measure/processes.mjs';

/** People who keep two cores busy, and four times as many requests as that. */
const CAPACITY = 4;
/** Milliseconds an answer that is no error may take: the deadline and what a commit is waited for. */
const LONGEST_MS = 6500;
const PASSWORD = 'SecurePassword123!';
/** What a request that was not carried out says. */
const NOT_DONE =
  /Too many sign-ins|could not be carried out in time|unavailable|too many requests in progress/;

/** What is left of the service when more comes than it can carry, and what one crowd costs the others. */
export async function overload(run) {
  // Networks take turns, so the crowds come from networks of their own.
  const service = await startService(run, { TRUSTED_PROXIES: '127.0.0.1' });
  try {
    const account = await newAccount(service, 'Overload');
    const serial = Date.now();
    return [
      ...(await goodput(run, service, account)),
      ...(await burst(service, `Burst ${serial}`, run.quick ? 20 : 50)),
      ...(await oneName(service, `One ${serial}`, run.quick ? 10 : 50)),
      ...(await others(run, service, account, serial)),
      ...(await quiet(run, service)),
    ];
  } finally {
    await service.stop();
  }
}

async function newAccount({ url }, name) {
  const client = clientOf(url);
  const organization_name = `${name} ${Date.now()}`;
  const account = { email: `${name.toLowerCase()}-${Date.now()}@bench.example`, password: PASSWORD };
  await expectOk(client.send('POST', '/org/create', { body: { organization_name, ...account } }));
  client.close();
  return account;
}

/** Sign-ins per second at capacity, and with four times as many coming as can be served. */
async function goodput(run, service, account) {
  const ratios = [];
  const rates = { capacity: [], overload: [] };
  await capacity(service, account, run.seconds);
  for (let i = 0; i < run.rounds; i++) {
    const full = await capacity(service, account, run.seconds);
    const over = await offered(service, account, 4 * full, Math.max(run.seconds, run.quick ? 2 : 6));
    rates.capacity.push(full);
    rates.overload.push(over);
    ratios.push(over / full);
  }
  const contender = 'rowhouse';
  return [
    { name: 'sign-ins at capacity', contender, rate: median(rates.capacity) },
    {
      name: 'sign-ins, four times as many offered',
      contender,
      rate: median(rates.overload),
      figure: { value: median(ratios), unit: '× capacity' },
      target: { atLeast: 0.9 },
    },
  ];
}

async function capacity(service, account, seconds) {
  const load = signIns(service.url, account, CAPACITY);
  await sleep(300);
  const before = load.counts.done;
  const start = performance.now();
  await sleep(seconds * 1000);
  const rate = ((load.counts.done - before) / (performance.now() - start)) * 1000;
  await load.stop();
  return rate;
}

/** Sends at a steady rate, whatever comes back. @returns those that signed in per second */
async function offered({ url }, account, perSecond, seconds) {
  const client = clientOf(url);
  const start = performance.now();
  const answers = [];
  for (let i = 0; i < perSecond * seconds; i++) {
    const wait = start + (i * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    answers.push(client.send('POST', '/admin/login', { body: account }));
  }
  const settled = (await Promise.all(answers)).map(known);
  const took = performance.now() - start;
  client.close();
  return (settled.filter(({ status }) => status === 200).length / took) * 1000;
}

/** Creations of different names at once; then the first one after them. */
async function burst({ url }, name, count) {
  const client = clientOf(url);
  const create = (i) => client.send('POST', '/org/create', { body: organization(`${name} ${i}`) });
  const solo = [];
  for (let i = 0; i < 5; i++) solo.push((await expectOk(create(`solo ${i}`))).ms);
  const replies = (await Promise.all(Array.from({ length: count }, (_, i) => create(i)))).map(known);
  const after = (await expectOk(create('after'))).ms;
  client.close();
  const made = replies.filter(({ status }) => status === 201).length;
  const contender = 'rowhouse';
  return [
    { name: `${count} creations at once`, contender, figure: { value: made, unit: 'made, rest refused' } },
    {
      name: `${count} creations at once: the next one`,
      contender,
      figure: { value: after / median(solo), unit: '× solo' },
      target: { atMost: 2 },
    },
  ];
}

async function oneName({ url }, name, count) {
  const client = clientOf(url);
  const start = performance.now();
  const replies = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      client.send('POST', '/org/create', { body: { ...organization(name), email: mail(`${name} ${i}`) } }),
    ),
  );
  const took = performance.now() - start;
  const statuses = replies.map(({ status }) => status).sort();
  if (statuses.filter((status) => status === 201).length !== 1) throw new Error(`one name: ${statuses}`);
  const solo = (await expectOk(client.send('POST', '/org/create', { body: organization(`${name} solo`) })))
    .ms;
  client.close();
  const figure = { value: took / solo, unit: '× one creation' };
  return [{ name: `${count} creations of one name`, contender: 'rowhouse', figure }];
}

/** What somebody's sign-in takes, alone and while one owner makes members without end. */
async function others(run, service, account, serial) {
  const token = await tokenOf(service, account);
  const client = clientOf(service.url);
  const signIn = () => client.send('POST', '/admin/login', { body: account, from: '198.51.100.7' });
  const times = async (count) => {
    const all = [];
    for (let i = 0; i < count; i++) {
      all.push((await expectOk(signIn())).ms);
      await sleep(50);
    }
    return all;
  };
  const count = run.quick ? 5 : 40;
  await times(3);
  const solo = await times(count);
  let isRunning = true;
  const flooder = clientOf(service.url);
  const flood = Array.from({ length: 40 }, async (_, n) => {
    for (let i = 0; isRunning; i++) {
      const body = { email: `m${n}-${i}-${serial}@bench.example` };
      const { status } = known(await flooder.send('POST', '/v1/members', { token, body }));
      if (status === 503) await sleep(200);
    }
  });
  await sleep(1000);
  const busy = await times(count);
  isRunning = false;
  await Promise.all(flood);
  flooder.close();
  client.close();
  return [ratioRow('sign-in beside 40 × POST /v1/members', solo, busy)];
}

/** What a quiet organization's read takes, alone and beside another's 64 searches through a large collection. */
async function quiet(run, service) {
  const [greedy, calm] = [await newAccount(service, 'Greedy'), await newAccount(service, 'Calm')];
  const [greedyToken, token] = [await tokenOf(service, greedy), await tokenOf(service, calm)];
  const client = clientOf(service.url);
  const insert = (body, by) => expectOk(client.send('POST', '/v1/data/things', { token: by, body }));
  await insert({ _id: 'one', n: 1 }, token);
  for (let i = 0; i < (run.quick ? 2 : 60); i++) {
    const batch = Array.from({ length: 1000 }, (_, n) => ({ n: i * 1000 + n, text: `${n} `.repeat(20) }));
    await insert(batch, greedyToken);
  }
  const steady = { perSecond: 50, seconds: Math.max(run.seconds, 2), token };
  await probe(client, '/v1/data/things/one', steady);
  const solo = await probe(client, '/v1/data/things/one', steady);
  let isRunning = true;
  const crowd = clientOf(service.url);
  const or = Array.from({ length: 20 }, (_, i) => ({ text: `nothing has this ${i}` }));
  const filter = encodeURIComponent(JSON.stringify({ or }));
  const path = `/v1/data/things?filter=${filter}`;
  const searches = Array.from({ length: 64 }, async () => {
    while (isRunning) {
      const { status } = known(await crowd.send('GET', path, { token: greedyToken }));
      if (status === 503) await sleep(500);
    }
  });
  await sleep(500);
  const busy = await probe(client, '/v1/data/things/one', steady);
  isRunning = false;
  await Promise.all(searches);
  crowd.close();
  client.close();
  return [ratioRow('read beside another’s 64 searches', solo, busy)];
}

function ratioRow(name, solo, busy) {
  const p99 = percentile(busy, 99);
  const value = p99 / percentile(solo, 99);
  return { name, contender: 'rowhouse', p99, figure: { value, unit: '× solo p99' }, target: { atMost: 2 } };
}

async function tokenOf({ url }, account) {
  const client = clientOf(url);
  const { body } = await expectOk(client.send('POST', '/admin/login', { body: account }));
  client.close();
  return body.data.access_token;
}

const mail = (name) => `${name.replace(/[^\w]+/g, '-').toLowerCase()}@bench.example`;
const organization = (name) => ({ organization_name: name, email: mail(name), password: PASSWORD });

/** @throws Error when the answer is neither success nor an error that says that nothing was done, in time */
function known(reply) {
  const { status, text, ms } = reply;
  if (status < 300 || (status === 503 && NOT_DONE.test(text) && !text.includes('unknown'))) {
    if (ms > LONGEST_MS) process.stderr.write(`an answer after ${ms.toFixed(0)} ms\n`);
    return reply;
  }
  throw new Error(`status ${status}: ${text}`);
}
