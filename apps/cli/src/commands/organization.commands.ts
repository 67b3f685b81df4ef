import type { Command } from 'commander';
import { ok } from '@rowhouse/api-client';
import type { Context } from '../context.js';
import { UsageError } from '../failure.js';
import { withMoveProgress } from '../progress.js';
import { confirmByName, newSecret, type PasswordOptions, withPassword } from '../questions.js';
import { withStepUp } from '../step-up.js';

interface Changes extends PasswordOptions {
  name?: string;
  email?: string;
}

/** The life of an organization. */
export function addOrganizationCommands(program: Command, context: Context): void {
  withPassword(program.command('create <name>'))
    .description('create an organization and its administrator')
    .requiredOption('--email <email>')
    .action(async (name: string, options: PasswordOptions & { email: string }) => {
      const body = { organization_name: name, email: options.email, password: await newSecret(options) };
      context.output.show(await ok(context.client.api.POST('/org/create', { body })));
    });

  program
    .command('get <name>')
    .description('show an organization')
    .action(async (name: string) => {
      const params = { query: { organization_name: name } };
      context.output.show(await ok(context.client.api.GET('/org/get', { params })));
    });

  program
    .command('update')
    .description('change name, e-mail or password; the documents move to the next database')
    .option('--name <name>')
    .option('--email <email>')
    .option(
      '--password [password]',
      'asked for on a terminal without a value; a shell keeps a value in its history',
    )
    .option('--password-stdin', 'read the password from standard input')
    .action(async (options: Changes) => {
      const { name, email } = options;
      const isNewPassword = options.password !== undefined || options.passwordStdin === true;
      if (name === undefined && email === undefined && !isNewPassword) {
        throw new UsageError('nothing to change: give --name, --email or --password');
      }
      const password = isNewPassword ? await newSecret(options) : undefined;
      const body = { organization_name: name, email, password };
      const { api } = context.client;
      const change = (headers: Record<string, string>) =>
        withMoveProgress(api, () => ok(api.PUT('/org/update', { body, headers })));
      context.output.show(await withStepUp(change));
    });

  program
    .command('delete <name>')
    .description('delete the organization, its accounts and its database; asks for the name once more')
    .option('--yes', 'do not ask; needed where there is no terminal')
    .action(async (name: string, { yes }: { yes?: boolean }) => {
      await confirmByName(name, 'delete', yes);
      const params = { query: { organization_name: name } };
      const { api } = context.client;
      const remove = (headers: Record<string, string>) => ok(api.DELETE('/org/delete', { params, headers }));
      context.output.show(await withStepUp(remove));
    });
}
