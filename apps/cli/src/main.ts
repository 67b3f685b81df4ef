#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { ok } from '@rowhouse/api-client';
import { runBeside } from './beside.js';
import { addApiCommands } from './commands/api.commands.js';
import { addAccountCommands } from './commands/account.commands.js';
import { addAuditCommands } from './commands/audit.commands.js';
import { addCertificateCommands } from './commands/certificate.commands.js';
import { addCompletionCommands } from './commands/completion.commands.js';
import { addDoctorCommand } from './commands/doctor.commands.js';
import { addDocumentCommands } from './commands/documents.commands.js';
import { addProfileCommands } from './commands/profile.commands.js';
import { addOrganizationCommands } from './commands/organization.commands.js';
import { Context, parseUrl } from './context.js';
import { failureOf } from './failure.js';
import { Output } from './output.js';

const HELP = `
The environment: ROWHOUSE_API_KEY, a key that takes the place of a sign-in; ROWHOUSE_URL; ROWHOUSE_PROFILE.

Exit codes: 0 done; 1 refused, or not all of it done; 2 wrong usage, or a question that nobody answered;
3 not reachable, or not able to answer now (502, 503, 504); 130 interrupted.`;

/** Of the service this command was built with. */
const { version } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const program = new Command('rowhouse')
  .description('Organizations, each with a MongoDB database of its own')
  .version(version, '-V, --version')
  .option(
    '--url <url>',
    'where Rowhouse answers (default: ROWHOUSE_URL, where you signed in last, or http://localhost:8000)',
    parseUrl,
  )
  .option(
    '--profile <name>',
    'one of several servers and sign-ins (default: ROWHOUSE_PROFILE, or the one in use)',
  )
  .option('--org <id>', 'the organization of the request, if you belong to several')
  .option('--json', 'say everything as JSON, one value a line: answers, messages and errors')
  .addHelpText('after', HELP)
  // Before the commands are made: they inherit both.
  .exitOverride()
  .configureOutput({ outputError: () => undefined });
const context = new Context(program);

program
  .command('health')
  .description('whether the service can work')
  .action(async () => context.output.show(await ok(context.client.api.GET('/health/ready'))));
addAccountCommands(program, context);
addOrganizationCommands(program, context);
addDocumentCommands(program, context);
addApiCommands(program, context);
addAuditCommands(program, context);
addCertificateCommands(program, context);
addProfileCommands(program, context);
addDoctorCommand(program, context);
addCompletionCommands(program);

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
    process.exitCode = await runBeside('adopt', flags);
  });

program
  .command('operator')
  .description('platform operators; runs beside the database, not over HTTP')
  .command('reset')
  .description('give an operator a temporary password, or make the first one; all their sessions end')
  .option('--email <email>', 'which operator; needed when there are several')
  .option('--second-factor', 'also take away the second factor, which the operator has lost')
  .action(async ({ email, secondFactor }: { email?: string; secondFactor?: true }) => {
    const flags = email === undefined ? [] : ['--email', email];
    if (secondFactor) flags.push('--second-factor');
    process.exitCode = await runBeside('operator-reset', flags);
  });

let hasFailed = false;

/** Told once: an output that breaks fails the command that writes to it as well. */
function fail(error: unknown): void {
  if (hasFailed) return;
  hasFailed = true;
  if (error instanceof CommanderError && error.exitCode === 0) return; // help and version
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return; // the reader of the output has enough
  const isJson = process.argv.includes('--json'); // the options may not have been read to their end
  const failure = failureOf(error, context.client.url);
  new Output(isJson).failed(failure);
  process.exitCode = failure.exit_code;
}

process.stdout.on('error', fail);
program.parseAsync().catch(fail);
