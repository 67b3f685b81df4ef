import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './smtp.js';

const PLACES = [
  process.env['NGINX_BINARY'],
  '/usr/sbin/nginx',
  '/usr/local/bin/nginx',
  '/opt/homebrew/bin/nginx',
];
const binary = PLACES.find((place) => place !== undefined && existsSync(place));

export interface Nginx {
  url: string;
  /** Its error log so far. */
  errors(): string;
  stop(): Promise<void>;
}

/**
 * `describe` where an nginx is found. Without one the tests are skipped with a printed reason, except in CI, which
 * installs one and must not pass without having tried.
 */
export function describeBehindNginx(name: string, tests: () => void): void {
  if (binary === undefined && process.env['CI'] !== 'true') {
    process.stderr.write(`skipped "${name}": no nginx here (set NGINX_BINARY, or install nginx-light)\n`);
    describe.skip(name, tests);
    return;
  }
  describe(name, tests);
}

/** Runs nginx in front of something. @param http what stands inside `http { server { … } }` and beside it */
export async function startNginx({
  server,
  beside = '',
}: {
  server: string;
  beside?: string;
}): Promise<Nginx> {
  if (binary === undefined)
    throw new Error('CI=true needs nginx: apt-get install nginx-light, or set NGINX_BINARY');
  const dir = mkdtempSync(join(tmpdir(), 'rowhouse-nginx-'));
  const port = await freePort();
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  );
  writeFileSync(
    join(dir, 'nginx.conf'),
    `daemon off; master_process off; pid ${dir}/pid; error_log ${dir}/error.log;
events {}
http { access_log off; ${temp.join(' ')} ${beside} server { listen 127.0.0.1:${port}; ${server} } }
`,
  );
  const process_: ChildProcess = spawn(binary, ['-e', `${dir}/error.log`, '-c', join(dir, 'nginx.conf')], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await until(
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    10_000,
    'nginx',
  );
  return {
    url,
    errors: () => readFileSync(`${dir}/error.log`, 'utf8'),
    stop: async () => {
      if (process_.exitCode === null) {
        process_.kill('SIGTERM');
        await once(process_, 'exit');
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
