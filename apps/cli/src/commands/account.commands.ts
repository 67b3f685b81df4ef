import type { Command } from 'commander';
import { type components, ok } from '@rowhouse/api-client';
import type { Client } from '../client.js';
import type { Context } from '../context.js';
import { UsageError } from '../failure.js';
import {
  bothSecrets,
  chooseSecret,
  isTerminal,
  type PasswordOptions,
  secret,
  withPassword,
} from '../questions.js';

interface Credentials extends PasswordOptions {
  email: string;
}
type SignedIn = components['schemas']['SignedInDto'];

/** Signing in and out, and the password. */
export function addAccountCommands(program: Command, context: Context): void {
  withPassword(program.command('login'))
    .description('sign in; the token is kept for the commands that follow')
    .requiredOption('--email <email>')
    .action(async (options: Credentials) => {
      const { client, output } = context;
      const password = await secret(options);
      let signedIn = await signIn(client, options.email, password);
      if (signedIn.account.must_change_password) {
        if (!isTerminal()) {
          throw new UsageError('the password is temporary; choose one of your own with rowhouse password');
        }
        process.stderr.write('The password is temporary. Choose one of your own.\n');
        signedIn = await change(client, signedIn, password, await chooseSecret());
      }
      client.remember(signedIn.access_token);
      output.done(`signed in to ${placeOf(signedIn)} at ${client.url}`, factsOf(client, signedIn));
    });

  program
    .command('password')
    .description('change the password of an account, a temporary one too, and sign in')
    .requiredOption('--email <email>')
    .option('--password-stdin', 'read two lines from standard input: the current and the new password')
    .action(async (options: Credentials) => {
      const { client, output } = context;
      const [current, next] = await bothSecrets(options);
      const signedIn = await change(client, await signIn(client, options.email, current), current, next);
      client.remember(signedIn.access_token);
      output.done(
        `the password is changed; signed in to ${placeOf(signedIn)} at ${client.url}`,
        factsOf(client, signedIn),
      );
    });

  program
    .command('logout')
    .description('forget the kept token')
    .action(() => context.client.forget());
}

async function signIn(client: Client, email: string, password: string): Promise<SignedIn> {
  client.use(undefined); // a token of before may have ended
  const signedIn = await ok(client.api.POST('/v1/sessions', { body: { email, password } }));
  client.use(signedIn.access_token);
  return signedIn;
}

async function change(client: Client, signedIn: SignedIn, current: string, next: string): Promise<SignedIn> {
  const body = { current_password: current, new_password: next };
  await ok(client.api.PUT('/v1/me/password', { body }));
  return signIn(client, signedIn.account.email, next);
}

/** The organization of the token. */
function placeOf({ organization_id: id, organizations }: SignedIn): string {
  return organizations.find((one) => one.id === id)?.name ?? 'the platform';
}

function factsOf({ url }: Client, signedIn: SignedIn): Record<string, unknown> {
  const { account, organization_id, expires_in } = signedIn;
  return { url, email: account.email, organization_id, expires_in };
}
