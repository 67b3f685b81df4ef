import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A client with connections of its own that are kept open. */
export function clientOf(url) {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (method, path, options) => send(agent, method, new URL(path, url), options),
    close: () => agent.destroy(),
  };
}

/** @param options `from`: the address a proxy in front would name */
function send(agent, method, url, { token, body, from, headers: more } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...more,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(from === undefined ? {} : { 'x-forwarded-for': from }),
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const sentAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const ms = performance.now() - sentAt;
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString(), ms });
      });
    });
    request.once('error', reject);
    request.end(text);
  });
}

/** @throws Error when the answer is not 2xx */
export async function expectOk(answer) {
  const { status, text, ms } = await answer;
  if (status < 200 || status > 299) throw new Error(`status ${status}: ${text}`);
  return { body: JSON.parse(text), ms };
}

/**
 * Sends at a steady rate, whether or not earlier requests were answered, for some seconds.
 * @returns the time to each answer in milliseconds, counted from the moment the request was due
 */
export async function probe(client, path, { perSecond, seconds, token }) {
  const start = performance.now();
  const answers = [];
  for (let i = 0; i < perSecond * seconds; i++) {
    const due = start + (i * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    const late = Math.max(0, performance.now() - due - 1); // the timer's own millisecond is not the service's
    answers.push(expectOk(client.send('GET', path, { token })).then(({ ms }) => ms + late));
  }
  return Promise.all(answers);
}

/** People who sign in one after the other, `people` at once, until `stop()`, which gives the number of answers. */
export function signIns(url, account, people) {
  const client = clientOf(url);
  const counts = { done: 0, refused: 0 };
  let isRunning = true;
  const person = async () => {
    while (isRunning) {
      const { status, text } = await client.send('POST', '/admin/login', { body: account });
      if (status === 503) {
        counts.refused++;
        await sleep(2000); // as Retry-After asks
      } else if (status >= 300) throw new Error(`sign-in: ${status} ${text}`);
      else counts.done++;
    }
  };
  const all = Promise.all(Array.from({ length: people }, person));
  all.catch(() => undefined); // stop() tells
  return {
    counts,
    stop: async () => {
      isRunning = false;
      await all;
      client.close();
      return counts;
    },
  };
}
