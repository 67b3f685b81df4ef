import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from '@rowhouse/embedded-mongodb';
import { withLibraries } from '../../libs/embedded-mongodb/src/binary/found.js';

/** A port with a server on it, which the caller closes. */
export async function freePort(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}

/** A mongod that nobody has prepared. */
export async function startRawMongod(port: number, options: string[]): Promise<{ stop(): Promise<void> }> {
  const given = process.env['MONGOD_BINARY'];
  const found = await findBinary({ env: process.env, ...(given ? { binary: given } : {}) });
  const [command, ...libraries] = withLibraries(found, []);
  const dbpath = await mkdtemp(join(tmpdir(), 'rowhouse-raw-mongod-'));
  const place = ['--dbpath', dbpath, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const mongod = spawn(command, [...libraries, ...place, ...options], { stdio: 'ignore' });
  const gone = new Promise((resolve) => mongod.once('exit', resolve));
  return {
    stop: async () => {
      mongod.kill('SIGKILL');
      await gone;
      await rm(dbpath, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
