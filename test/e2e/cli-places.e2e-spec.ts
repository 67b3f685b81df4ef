import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { API_COMMANDS } from '../../apps/cli/src/api-commands.js';
import type { ApiOption } from '../../apps/cli/src/api-command.js';
import { addApiCommands } from '../../apps/cli/src/commands/api.commands.js';
import { Context } from '../../apps/cli/src/context.js';
import { EXIT, failureOf } from '../../apps/cli/src/failure.js';
import { flagOf } from '../../apps/cli/src/flags.js';
import { Output } from '../../apps/cli/src/output.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { privateAuthority } from '../support/authority.js';
import { buildIfStale } from '../support/built.js';

// ES modules alone, which Jest cannot load; nobody is asked anything here.
jest.mock('@inquirer/input', () => ({}));
jest.mock('@inquirer/password', () => ({}));

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/cli/src/main.js');

interface Run {
  code: number;
  out: string;
  err: string;
}

const portOf = (server: Server | TlsServer): number => (server.address() as AddressInfo).port;

async function serve<S extends Server | TlsServer>(server: S): Promise<S> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

describe('the command line in its places', () => {
  let home: string;
  beforeAll(() => {
    buildIfStale();
    home = mkdtempSync(join(tmpdir(), 'rowhouse-cli-places-'));
    const shim = join(home, 'rowhouse');
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
    chmodSync(shim, 0o755);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));

  const environment = (env: object = {}) => ({
    PATH: `${home}:${process.env['PATH']}`,
    HOME: home,
    TERM: 'dumb',
    ...env,
  });
  const collect = (
    command: string,
    args: string[],
    { input = '', env = {} }: { input?: string; env?: object } = {},
  ): Promise<Run> =>
    new Promise((done, failed) => {
      const child = spawn(command, args, { env: environment(env) });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('error', failed);
      child.on('close', (code) => done({ code: code ?? -1, out, err }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  const run = (args: string[], options = {}) => collect(join(home, 'rowhouse'), args, options);

  describe('in a shell', () => {
    const isThere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

    it('is completed by bash as it stands in the line', async () => {
      // What bash does at a tab: it calls what `complete` has been told, and reads COMPREPLY.
      const script = `
        source <(rowhouse completion bash)
        [[ $(complete -p rowhouse) =~ -F\\ ([^ ]+) ]] || exit 9
        press() {
          COMP_WORDS=(rowhouse "$@"); COMP_CWORD=$#; COMPREPLY=()
          "\${BASH_REMATCH[1]}" rowhouse "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
          echo "\${COMPREPLY[*]}"
        }
        press mem
        press roles del
        press roles create --per
        press --profile x roles cr
        press nothing-like-it ''`;
      const { code, out, err } = await collect('bash', ['--norc', '-c', script]);
      expect([code, err, out.split('\n').slice(0, 4)]).toEqual([
        0,
        '',
        ['members memberships', 'delete', '--permissions', 'create'],
      ]);
    });

    it('is completed by zsh and fish where they are', async () => {
      if (isThere('fish')) {
        const script = 'rowhouse completion fish | source; complete -C "rowhouse roles del"';
        expect((await collect('fish', ['--no-config', '-c', script])).out.trim()).toBe('delete');
      }
      if (isThere('zsh')) {
        const { code, err } = await collect('zsh', ['-fc', 'rowhouse completion zsh | zsh -fn']);
        expect([code, err]).toEqual([0, '']);
      }
      expect((await run(['completion', 'zsh'])).out).toMatch(/^#compdef rowhouse\n/);
      expect(await run(['completion', 'tcsh'])).toMatchObject({ code: EXIT.usage });
    });
  });

  describe('over https, with several servers', () => {
    const { ca, server: certified } = privateAuthority();
    let sut: TestApp;
    let proxy: TlsServer;
    let url: string;
    beforeAll(async () => {
      sut = await startTestApp();
      proxy = await serve(
        createTlsServer(certified, (asked: IncomingMessage, answer: ServerResponse) => {
          const { method, url: path, headers } = asked;
          const passed = request(`${sut.url}${path}`, { method, headers }, (reply) => {
            answer.writeHead(reply.statusCode!, reply.headers);
            reply.pipe(answer);
          });
          asked.pipe(passed);
        }),
      );
      url = `https://localhost:${portOf(proxy)}`;
      writeFileSync(join(home, 'ca.pem'), ca);
    });
    afterAll(async () => {
      proxy?.closeAllConnections();
      await new Promise((closed) => proxy.close(closed));
      await sut?.stop();
    });

    it('trusts an authority of one’s own when it is told to, and says how when it was not', async () => {
      const env = { NODE_EXTRA_CA_CERTS: join(home, 'ca.pem') };
      const trusted = await run(['--json', '--url', url, 'health'], { env });
      expect([trusted.code, trusted.err, JSON.parse(trusted.out)]).toEqual([0, '', expect.any(Object)]);
      const { code, out, err } = await run(['--json', '--url', url, 'health']);
      expect([code, out]).toEqual([EXIT.unavailable, '']);
      const { message } = (JSON.parse(err) as { error: { message: string } }).error;
      expect(message).toMatch(/authority that is not known \(TLS\); NODE_EXTRA_CA_CERTS names a file/);
      const byAddress = `https://127.0.0.2:${portOf(proxy)}`;
      const other = await run(['--json', '--url', byAddress, 'health'], { env });
      expect([other.code, other.out]).toEqual([EXIT.unavailable, '']);
    });

    it('keeps each server’s sign-in to itself', async () => {
      const [near, far] = [await sut.organization('Near Corp'), await sut.organization('Far Corp')];
      const env = { NODE_EXTRA_CA_CERTS: join(home, 'ca.pem') };
      for (const [name, address, { email, password }] of [
        ['near', sut.url, near],
        ['far', url, far],
      ] as const) {
        expect(await run(['profiles', 'add', name, address], { env })).toMatchObject({ code: 0 });
        const login = ['--profile', name, 'login', '--email', email, '--password-stdin'];
        expect(await run(login, { env, input: password })).toMatchObject({ code: 0 });
      }
      const nameOf = async (...args: string[]) =>
        (JSON.parse((await run(['--json', ...args, 'orgs', 'get'], { env })).out) as { name: string }).name;
      expect([await nameOf('--profile', 'near'), await nameOf('--profile', 'far')]).toEqual([
        'Near Corp',
        'Far Corp',
      ]);
      expect(await run(['profiles', 'use', 'far'], { env })).toMatchObject({ code: 0 });
      expect(await nameOf()).toBe('Far Corp');
      // A token is for the server that gave it.
      const elsewhere = await run(['--json', '--profile', 'far', '--url', sut.url, 'orgs', 'get'], { env });
      expect([elsewhere.code, elsewhere.err]).toEqual([1, expect.stringContaining('"status":401')]);
      expect(await run(['profiles', 'remove', 'far'], { env })).toMatchObject({ code: 0 });
      expect(await nameOf('--profile', 'near')).toBe('Near Corp');
    });
  });

  it('the doctor sees the clock of a service that is wrong', async () => {
    const wrong = await serve(
      createServer((asked, answer) => {
        answer.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString());
        answer.setHeader('content-type', 'application/json');
        answer.writeHead(asked.url!.startsWith('/health') ? 200 : 404).end('{}');
      }),
    );
    try {
      const { code, out } = await run(['--json', '--url', `http://127.0.0.1:${portOf(wrong)}`, 'doctor']);
      const checks = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { check: string; state: string; message: string });
      expect([code, checks.find(({ check }) => check === 'clock')]).toEqual([
        EXIT.refused,
        { check: 'clock', state: 'fail', message: expect.stringMatching(/-3[56]\d\d\.\d s .*let NTP set/) },
      ]);
    } finally {
      await new Promise((closed) => wrong.close(closed));
    }
  });

  describe('with --json', () => {
    let answer: { status: number; body: object };
    let fake: Server;
    let program: Command;
    let context: Context;
    const before = { ...process.env };
    beforeAll(async () => {
      fake = await serve(
        createServer((_asked, reply) => {
          const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
          reply.writeHead(answer.status, { 'content-type': type }).end(JSON.stringify(answer.body));
        }),
      );
      process.env['ROWHOUSE_URL'] = `http://127.0.0.1:${portOf(fake)}`;
      process.env['ROWHOUSE_API_KEY'] = 'rwh_live_x';
      program = new Command('rowhouse').option('--json').option('--url <url>').option('--profile <name>');
      program
        .option('--org <id>')
        .exitOverride()
        .configureOutput({ outputError: () => undefined });
      context = new Context(program);
      addApiCommands(program, context);
    });
    afterAll(async () => {
      process.env = before;
      fake.closeAllConnections();
      await new Promise((closed) => fake.close(closed));
    });

    const VALUES: Record<ApiOption['type'], string> = {
      ...{ text: 'x', number: '1', flag: '', list: 'x', json: '{}' },
    };
    const lineOf = ({ id, name, args, query, fields, bodyType }: (typeof API_COMMANDS)[number]): string[] => {
      const options = [...query, ...(fields ?? [])].filter(({ required }) => required);
      const given = options.flatMap(({ name: option, type, choices }) => {
        const flag = `--${flagOf(option)}`;
        return type === 'flag' ? [flag] : [flag, choices?.[0] ?? VALUES[type]];
      });
      const sent = bodyType === 'application/octet-stream' ? ['--file', __filename] : ['--body', '{}'];
      const whole = bodyType !== undefined && fields?.length === 0 ? sent : [];
      const isAsked = /^(removeOrganization|eraseOrganization|dropCollection|dropGeneration)$/.test(id);
      return [...name.split(' '), ...args.map(() => 'x'), ...given, ...whole, ...(isAsked ? ['--yes'] : [])];
    };
    /** As main.ts does it. */
    const say = async (line: string[]): Promise<Run> => {
      const said = { code: 0, out: '', err: '' };
      const spies = (['stdout', 'stderr'] as const).map((name) =>
        jest.spyOn(process[name], 'write').mockImplementation((text) => {
          said[name === 'stdout' ? 'out' : 'err'] += String(text);
          return true;
        }),
      );
      try {
        await program.parseAsync(['--json', ...line], { from: 'user' });
      } catch (error) {
        const failure = failureOf(error, 'http://x');
        said.code = failure.exit_code;
        new Output(true).failed(failure);
      } finally {
        for (const spy of spies) spy.mockRestore();
      }
      return said;
    };

    it.each([
      ['a success', 200, EXIT.done],
      ['a refusal', 403, EXIT.refused],
      ['a service that cannot answer now', 503, EXIT.unavailable],
    ])(
      'every command writes JSON alone and ends with its code: %s',
      async (_what, status, code) => {
        const problem = {
          type: '/docs/errors#x',
          title: 'No',
          status,
          code: 'auth.forbidden',
          request_id: 'r',
        };
        answer = { status, body: status < 400 ? { items: [], next_cursor: null } : problem };
        for (const command of API_COMMANDS) {
          if (command.streams !== undefined && status < 400) continue; // an export is written as it comes
          const said = await say(lineOf(command));
          const text = status < 400 ? said.out : said.err;
          expect([command.name, said.code, said.code === 0 ? said.err : said.out]).toEqual([
            command.name,
            code,
            '',
          ]);
          const values = text.trimEnd().split('\n');
          expect([command.name, values.length]).toEqual([command.name, 1]);
          const value = JSON.parse(values[0]) as { error?: object };
          if (status >= 400) expect(value.error).toMatchObject({ exit_code: code, status, message: 'No' });
        }
      },
      60_000,
    );

    it('no option of a command is one of the program, and the key goes to no address that was meant for it', async () => {
      const own = [
        'url',
        'profile',
        'org',
        'json',
        'version',
        'help',
        'body',
        'file',
        'all',
        'yes',
        'if-match',
      ];
      for (const { name, query, fields = [] } of API_COMMANDS) {
        const flags = [...query, ...fields].map((option) => flagOf(option.name));
        expect([name, flags.filter((flag) => own.includes(flag))]).toEqual([name, []]);
        expect([name, new Set(flags).size]).toEqual([name, flags.length]);
      }
      answer = { status: 200, body: {} };
      const meant = ['webhooks', 'create', '--url', 'http://127.0.0.1:9', '--event-types', 'x'];
      const { code, err } = await say(meant);
      expect([code, err]).toEqual([EXIT.usage, expect.stringContaining('--target-url')]);
    });

    it('what was typed wrong is JSON with code 2, and so is what asks a question nobody answers', async () => {
      for (const line of [
        ['roles', 'create'],
        ['roles', 'create', '--colour', 'x'],
        ['data', 'drop', 'x'],
      ]) {
        const { code, out, err } = await say(line);
        expect([line, code, out, JSON.parse(err)]).toEqual([
          line,
          EXIT.usage,
          '',
          { error: { exit_code: EXIT.usage, message: expect.any(String), ...hintOf(err) } },
        ]);
      }
    });
    const hintOf = (err: string) => {
      const { hint } = (JSON.parse(err) as { error: { hint?: string } }).error;
      return hint === undefined ? {} : { hint };
    };
  });
});
