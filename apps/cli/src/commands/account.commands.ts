import type { Command } from 'commander';
import { ok, type SignedIn } from '@rowhouse/api-client';
import type { Client } from '../client.js';
import type { Context } from '../context.js';
import { UsageError } from '../failure.js';
import { withStepUp } from '../step-up.js';
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
  code?: string;
}

/** Signing in and out, and the password. */
export function addAccountCommands(program: Command, context: Context): void {
  withPassword(program.command('login'))
    .description('sign in; the session is kept for the commands that follow')
    .requiredOption('--email <email>')
    .option('--code <code>', 'of the second factor, or a recovery code; asked for on a terminal when needed')
    .action(async (options: Credentials) => {
      const { client, output } = context;
      const password = await secret(options);
      const signedIn = await client.signIn(options.email, password, options.code);
      if (signedIn.account.must_change_password) {
        if (!isTerminal()) {
          throw new UsageError('the password is temporary; choose one of your own with rowhouse password');
        }
        process.stderr.write('The password is temporary. Choose one of your own.\n');
        await change(client, signedIn, password, await chooseSecret());
      }
      await client.remember(signedIn);
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
      const signedIn = await client.signIn(options.email, current);
      await change(client, signedIn, current, next);
      await client.remember(signedIn);
      output.done(
        `the password is changed; signed in to ${placeOf(signedIn)} at ${client.url}`,
        factsOf(client, signedIn),
      );
    });

  program
    .command('logout')
    .description('end the session at the service, and forget its tokens')
    .action(async () => {
      const { client, output } = context;
      const wasSignedIn = await client.signOut();
      output.done(
        wasSignedIn ? `signed out; the session at ${client.url} has ended` : `not signed in at ${client.url}`,
        { url: client.url, signed_out: wasSignedIn },
      );
    });
}

/** Ends every other session of the account. */
async function change(client: Client, signedIn: SignedIn, current: string, next: string): Promise<void> {
  const body = { current_password: current, new_password: next };
  const authorization = `Bearer ${signedIn.access_token}`;
  await withStepUp((headers) =>
    ok(client.api.PUT('/v1/me/password', { body, headers: { ...headers, authorization } })),
  );
}

/** The organization of the token. */
function placeOf({ organization_id: id, organizations }: SignedIn): string {
  return organizations.find((one) => one.id === id)?.name ?? 'the platform';
}

function factsOf({ url }: Client, signedIn: SignedIn): Record<string, unknown> {
  const { account, organization_id, expires_in } = signedIn;
  return { url, email: account.email, organization_id, expires_in };
}
