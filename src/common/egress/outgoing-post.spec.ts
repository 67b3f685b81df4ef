import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { OutgoingPost, type Resolve } from './outgoing-post.js';

describe('requests to addresses that others chose', () => {
  let server: Server;
  let port: number;
  let seen: string[];
  const opened: OutgoingPost[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.url!);
      if (request.url === '/redirect') response.writeHead(302, { location: '/ok' }).end();
      else if (request.url === '/large') response.end(Buffer.alloc(1024 * 1024, 'x'));
      else if (request.url === '/gzip') {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000)));
      } else if (request.url === '/hang') response.write('…');
      else response.end('ok');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => {
    seen = [];
  });
  afterAll(() => {
    for (const one of opened) one.close();
    server.closeAllConnections();
    server.close();
  });

  const sender = (allowPrivate: boolean, resolve?: Resolve) => {
    const made = new OutgoingPost({ allowPrivate, resolve });
    opened.push(made);
    return made;
  };
  const post = (one: OutgoingPost, url: string, signal = new AbortController().signal) =>
    one.post(url, '{}', { 'content-type': 'application/json' }, signal);

  it.each([
    'https://127.0.0.1:PORT/',
    'https://2130706433:PORT/',
    'https://0x7f.1:PORT/',
    'https://0177.0.0.1:PORT/',
    'https://[::1]:PORT/',
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://[64:ff9b::127.0.0.1]:PORT/',
    'https://169.254.169.254:PORT/latest/meta-data',
    'http://public.example:PORT/',
    'https://public.example:22/',
    'https://user:secret@public.example:PORT/',
  ])('sends none to %s', async (url) => {
    const one = sender(false, () => Promise.resolve(['127.0.0.1']));
    await expect(post(one, url.replace('PORT', String(port)))).rejects.toThrow(/the address must/);
    expect(seen).toEqual([]);
  });

  it.each([['127.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254'], ['fd00:ec2::254'], ['10.0.0.1']])(
    'sends none to a name whose address is %s',
    async (address) => {
      const one = sender(false, () => Promise.resolve([address]));
      await expect(post(one, `https://rebound.example:${port}/`)).rejects.toThrow('no public address');
      expect(seen).toEqual([]);
    },
  );

  it('asks for the address once a connection, and connects to nothing else: rebinding gains nothing', async () => {
    let asked = 0;
    const one = sender(false, () => Promise.resolve(++asked === 2 ? ['127.0.0.1'] : ['::1', '10.0.0.1']));
    for (let i = 1; i <= 3; i++) {
      await expect(post(one, `https://rebound.example:${port}/`)).rejects.toThrow('no public address');
      expect([asked, seen]).toEqual([i, []]);
    }
  });

  it('follows no redirect', async () => {
    const { status } = await post(sender(true), `http://127.0.0.1:${port}/redirect`);
    expect([status, seen]).toEqual([302, ['/redirect']]);
  });

  it('tells the first KiB of an answer, and decompresses nothing', async () => {
    const one = sender(true);
    expect((await post(one, `http://127.0.0.1:${port}/large`)).body).toBe('x'.repeat(1024));
    const { status, body } = await post(one, `http://127.0.0.1:${port}/gzip`);
    expect([status, body.length <= 1024]).toEqual([200, true]);
    expect((await post(one, `http://127.0.0.1:${port}/ok`)).body).toBe('ok');
  });

  it('ends when it is told so', async () => {
    const over = new AbortController();
    const hanging = post(sender(true), `http://127.0.0.1:${port}/hang`, over.signal);
    setTimeout(() => over.abort(), 50);
    await expect(hanging).rejects.toThrow();
  });
});
