// A process that attacks until it is told to end: node load.mjs '{"kind":"lists", …}'; prints its answers by status.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

const { kind, urls, token, address, collection, run } = JSON.parse(process.argv[2]);
/** Each instance in turn. */
let asked = 0;
const nextUrl = () => urls[asked++ % urls.length];
const agent = new Agent({ keepAlive: true });
const answers = {};
const count = (what) => (answers[what] = (answers[what] ?? 0) + 1);
const JSON_TYPE = { 'content-type': 'application/json' };
const AUTHORIZED = { authorization: `Bearer ${token}` };
const PASSWORD = 'Correct-Horse-77!';
let serial = 0;
const name = (kind) => `${kind}${run}x${serial++}`;

function send(method, path, { headers = {}, body, from = address } = {}) {
  return new Promise((resolve) => {
    const sent = { method, headers, agent, localAddress: from };
    const one = request(nextUrl() + path, sent, (response) => {
      response.resume();
      response.on('end', () => resolve(count(`${path.split('?')[0]} ${response.statusCode}`)));
      response.on('error', () => resolve(count('broken')));
    });
    one.on('error', (error) => resolve(count(error.code)));
    one.end(body);
  });
}

/** So many loops, each with one request under way. Whoever is refused waits a little, as clients do. */
function loops(n, act) {
  for (let i = 0; i < n; i++) {
    void (async () => {
      for (;;) {
        await act(i);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
  }
}

/** So many requests at once, and again when all of them are answered. */
async function waves(n, act) {
  for (;;) {
    await Promise.all(Array.from({ length: n }, (_, i) => act(i)));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Sockets that send a head and never go on, or never read; anew when they are closed. */
function hold(n, head) {
  const open = () => {
    const { hostname, port } = new URL(nextUrl());
    const socket = connect({ host: hostname, port, localAddress: address });
    socket.on('connect', () => (count('opened'), socket.write(head), socket.pause()));
    socket.on('error', () => undefined);
    socket.on('close', () => (count('closed'), setTimeout(open, 100)));
  };
  for (let i = 0; i < n; i++) open();
}

const decimals = JSON.stringify({
  values: Array.from({ length: 16_600 }, (_, i) => ({ $numberDecimal: `${i}.12345678901234567890` })),
});
const digits = `{"values":[${Array.from({ length: 33_000 }, (_, i) => `${i}.12345678901234567891`).join()}]}`;
const manyKeys = JSON.stringify(Object.fromEntries(Array.from({ length: 99_000 }, (_, i) => [`key${i}`, i])));
const slow = encodeURIComponent(
  JSON.stringify({ or: Array.from({ length: 40 }, (_, i) => ({ t: { prefix: `zz${i}` } })) }),
);
const post = (body, more = {}) => ({ headers: { ...JSON_TYPE, ...more }, body });
const signUp = (i) =>
  send(
    'POST',
    '/signup',
    post(
      JSON.stringify({
        email: `${name('s')}@burst${i}.example`,
        password: PASSWORD,
        organization_name: name('Burst '),
      }),
    ),
  );
const signIn = (email, password) => send('POST', '/admin/login', post(JSON.stringify({ email, password })));

const attacks = {
  lists: () => loops(8, () => send('GET', `/v1/data/${collection}?limit=100`, { headers: AUTHORIZED })),
  /** Ten times what an organization has in hand beside another one, and as much again as inserts. */
  flood: () =>
    loops(80, (i) =>
      i % 4 === 0
        ? send('POST', '/v1/data/data', post('{"of":"the flood","text":"some words of it"}', AUTHORIZED))
        : send('GET', '/v1/data/data/f1', { headers: AUTHORIZED }),
    ),
  exports: () =>
    hold(
      60,
      `GET /v1/data/${collection}/export HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
    ),
  decimals: () =>
    loops(8, (i) => send('POST', '/v1/data/decimals', post(i % 2 ? decimals : digits, AUTHORIZED))),
  anonymous: () => loops(4, () => send('POST', '/admin/login', post(manyKeys))),
  stalled: () =>
    hold(
      300,
      'POST /admin/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{"email":',
    ),
  filters: () =>
    loops(64, () => send('GET', `/v1/data/${collection}?filter=${slow}`, { headers: AUTHORIZED })),
  members: () =>
    loops(40, () =>
      send(
        'POST',
        '/v1/members',
        post(JSON.stringify({ email: `${name('m')}@crowd.example`, role: 'member' }), AUTHORIZED),
      ),
    ),
  burst: () => waves(400, (i) => (i < 200 ? signUp(i) : signIn('busy@busy.example', PASSWORD))),
  wrong: () => loops(100, (i) => signIn(`${name('w')}@wrong${i}.example`, 'Wrong-Password-77!')),
};

attacks[kind]();
process.once('SIGTERM', () => {
  process.stdout.write(JSON.stringify(answers), () => process.exit(0));
});
