// A process of clients that ask again as soon as they are answered: node crowd.mjs '{"urls":[],"requests":[],"count":80}'
import { Agent, request } from 'node:http';

const { urls, requests, count } = JSON.parse(process.argv[2]);
const PAUSE_MS = 5;
const agent = new Agent({ keepAlive: true });

const send = (url, { method, path, headers, body }) =>
  new Promise((resolve) => {
    const one = request(url + path, { method, headers, agent }, (response) => {
      response.resume();
      response.on('close', resolve);
    });
    one.on('error', resolve);
    one.end(body);
  });

async function client(i) {
  for (;;) {
    await send(urls[i % urls.length], requests[i % requests.length]);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

// The parent ends it.
await Promise.all(Array.from({ length: count }, (_, i) => client(i)));
