#!/usr/bin/env node
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { ndjson, ok, RowhouseError } from '@rowhouse/api-client';
import { runAdoption } from './adoption.js';
import { Client } from './client.js';
import { withMoveProgress } from './progress.js';

interface Credentials {
  email: string;
  password?: string;
}

/** Documents with the types of all their values (docs/values.md). */
const CANONICAL = { json: 'canonical' } as const;

const program = new Command('rowhouse')
  .description('Organizations, each with a MongoDB database of its own')
  .option(
    '--url <url>',
    'where Rowhouse answers (default: where you signed in last, or http://localhost:8000)',
  );

const client = (): Client => new Client(program.opts<{ url?: string }>().url);

program
  .command('health')
  .description('whether the service can work')
  .action(async () => {
    show(await ok(client().api.GET('/health/ready')));
  });

program
  .command('create <name>')
  .description('create an organization and its administrator')
  .requiredOption('--email <email>')
  .option('--password <password>', 'asked for when absent')
  .action(async (name: string, { email, password }: Credentials) => {
    const body = { organization_name: name, email, password: await secret(password) };
    show(await ok(client().api.POST('/org/create', { body })));
  });

program
  .command('login')
  .description('sign in; the token is kept for the commands that follow')
  .requiredOption('--email <email>')
  .option('--password <password>', 'asked for when absent')
  .action(async ({ email, password }: Credentials) => {
    const here = client();
    const body = { email, password: await secret(password) };
    const { data } = await ok(here.api.POST('/admin/login', { body }));
    here.remember(data.access_token);
    process.stdout.write(`signed in to ${data.organization_name ?? 'the platform'} at ${here.url}\n`);
  });

program
  .command('logout')
  .description('forget the kept token')
  .action(() => client().forget());

program
  .command('get <name>')
  .description('show an organization')
  .action(async (name: string) =>
    show(await ok(client().api.GET('/org/get', { params: { query: { organization_name: name } } }))),
  );

program
  .command('update')
  .description('change name, e-mail or password; the documents move to the next database')
  .option('--name <name>')
  .option('--email <email>')
  .option('--password <password>')
  .action(async ({ name, email, password }: Partial<Credentials> & { name?: string }) => {
    const here = client();
    const body = { organization_name: name, email, password };
    show(await withMoveProgress(here.api, ok(here.api.PUT('/org/update', { body }))));
  });

program
  .command('delete <name>')
  .description('delete the organization, its accounts and its database')
  .action(async (name: string) =>
    show(await ok(client().api.DELETE('/org/delete', { params: { query: { organization_name: name } } }))),
  );

program
  .command('export <collection>')
  .description('write a collection as NDJSON to standard output')
  .option('--canonical', 'as canonical extended JSON, which an import stores unchanged')
  .action(async (collection: string, { canonical }: { canonical?: boolean }) => {
    const params = { path: { collection }, query: canonical ? CANONICAL : {} };
    const lines = await ok(client().api.GET('/v1/data/{collection}/export', { params, parseAs: 'stream' }));
    if (lines) await pipeline(Readable.fromWeb(lines as never), process.stdout, { end: false });
  });

program
  .command('import <collection>')
  .description('read NDJSON from standard input into a collection')
  .option('--upsert', 'replace documents that are there already')
  .option('--canonical', 'store canonical extended JSON unchanged')
  .action(async (collection: string, options: { upsert?: boolean; canonical?: boolean }) => {
    const mode = options.upsert ? ('upsert' as const) : ('insert' as const);
    const params = { path: { collection }, query: { mode, ...(options.canonical ? CANONICAL : {}) } };
    const lines = ndjson(Readable.toWeb(process.stdin) as never);
    show(await ok(client().api.POST('/v1/data/{collection}/import', { params, ...lines })));
  });

program
  .command('adopt')
  .description(
    'take over the organizations that another service left in the database; runs beside the database, not over HTTP',
  )
  .option('--dry-run', 'say what will be done, and change nothing (the default)')
  .option('--yes', 'do it')
  .option('--leave-out', 'put what cannot be adopted aside, in the collection not_adopted')
  .action(async (options: { dryRun?: boolean; yes?: boolean; leaveOut?: boolean }) => {
    const flags = [
      ...(options.dryRun ? ['--dry-run'] : []),
      ...(options.yes ? ['--yes'] : []),
      ...(options.leaveOut ? ['--leave-out'] : []),
    ];
    process.exitCode = await runAdoption(flags);
  });

function show(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** From the option, or typed: a password in the command line is in the shell's history. */
async function secret(given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('Password: ');
  } finally {
    terminal.close();
  }
}

program.parseAsync().catch((error: unknown) => {
  const reason =
    error instanceof RowhouseError
      ? `${error.message} (${error.status})`
      : `not reachable: ${(error as Error).message}`;
  process.stderr.write(`rowhouse: ${reason}\n`);
  process.exitCode = 1;
});
