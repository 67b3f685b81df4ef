import input from '@inquirer/input';
import password from '@inquirer/password';
import type { Command } from 'commander';
import { UsageError } from './failure.js';

/** Where a password comes from, besides being asked for. */
export interface PasswordOptions {
  password?: string | true;
  passwordStdin?: boolean;
}

/** Standard output is for what the command answers. */
const ON_STDERR = { output: process.stderr };

/** Adds `--password` and `--password-stdin`. */
export function withPassword(command: Command, what = 'asked for on a terminal when absent'): Command {
  return command
    .option('--password <password>', `${what}; a shell keeps it in its history`)
    .option('--password-stdin', 'read the password from standard input');
}

export const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** A password that exists: from the option, standard input or a question. It is never shown. */
export async function secret({ password: given, passwordStdin }: PasswordOptions): Promise<string> {
  const [found] = await givenSecrets(given, passwordStdin, 1);
  return found ?? ask('Password:');
}

/** A password that is chosen now: asked for twice. */
export async function newSecret({ password: given, passwordStdin }: PasswordOptions): Promise<string> {
  const [found] = await givenSecrets(given, passwordStdin, 1);
  return found ?? chooseSecret();
}

/** The current password and the next one: two lines of standard input, or questions. */
export async function bothSecrets({ passwordStdin }: PasswordOptions): Promise<[string, string]> {
  const [current, next] = await givenSecrets(undefined, passwordStdin, 2);
  if (current !== undefined && next !== undefined) return [current, next];
  return [await ask('Current or temporary password:'), await chooseSecret()];
}

/** A code of the second factor, or a recovery code. */
export async function askCode(): Promise<string> {
  if (!isTerminal()) {
    throw new UsageError('the account has a second factor; without a terminal, give a code with --code');
  }
  const typed = await input({ message: 'Code of your second factor:', required: true }, ON_STDERR);
  return typed.trim();
}

export async function chooseSecret(): Promise<string> {
  const chosen = await ask('New password:');
  if ((await ask('New password once more:')) === chosen) return chosen;
  throw new UsageError('the two passwords differ; nothing was changed');
}

/** @throws UsageError when the name is not typed, or nobody is there to type it */
export async function confirmByName(name: string, what: string, yes: boolean | undefined): Promise<void> {
  if (yes === true) return;
  if (!isTerminal()) throw new UsageError(`${what} asks for a confirmation; without a terminal, give --yes`);
  const typed = await input({ message: `Type ${JSON.stringify(name)} to confirm (${what}):` }, ON_STDERR);
  if (typed !== name) throw new UsageError('this is another name; nothing was deleted');
}

/** Lines of standard input, or the option's value; empty when there is neither. */
async function givenSecrets(
  given: string | true | undefined,
  fromStdin: boolean | undefined,
  lines: number,
): Promise<string[]> {
  if (fromStdin !== true) return typeof given === 'string' ? [given] : [];
  if (given !== undefined) throw new UsageError('--password and --password-stdin exclude each other');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const found = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  if (found.length === lines && found.every((line) => line !== '')) return found;
  const expected = lines === 1 ? 'one line, the password' : 'two lines, the current and the new password';
  throw new UsageError(`--password-stdin reads ${expected}`);
}

async function ask(message: string): Promise<string> {
  if (!isTerminal()) {
    throw new UsageError('a password is needed; without a terminal, give it with --password-stdin');
  }
  return password({ message, validate: (text) => text !== '' || 'Type the password' }, ON_STDERR);
}
