import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { ok } from '@rowhouse/api-client';
import { API_COMMANDS } from '../api-commands.js';
import type { ApiCommand, ApiOption } from '../api-command.js';
import type { Context } from '../context.js';
import { UsageError } from '../failure.js';
import { flagOf, OTHER_NAMES } from '../flags.js';
import { countBytes, withMoveProgress } from '../progress.js';
import { confirmByName } from '../questions.js';
import { fileRequest, isFile, readBody, type RequestParts, requestOf } from '../request-parts.js';
import { withStepUp } from '../step-up.js';
import { nounOf } from './nouns.js';

type Options = Record<string, unknown>;

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

type Send = (path: string, init: object) => Promise<Answer>;

/** What cannot be taken back is typed once more, or confirmed with --yes. */
const CONFIRMED = new Set(['removeOrganization', 'eraseOrganization', 'dropCollection', 'dropGeneration']);
/** While these run the service copies documents, and says how many. */
const MOVES = new Set(['patchOrganization', 'undoOrganization']);

/** A command for each operation of the native API: `rowhouse members list`. */
export function addApiCommands(program: Command, context: Context): void {
  for (const command of API_COMMANDS) {
    const [noun, verb] = command.name.split(' ') as [string, string];
    addOptions(nounOf(program, noun).command(withArguments(verb, command)), command)
      .description(command.about)
      .action(async (...given: unknown[]) => {
        const values = given.slice(0, command.args.length) as (string | undefined)[];
        await run(context, command, values, given[command.args.length] as Options);
      });
  }
}

/** `current` is the organization of the token or the key; a deletion names it. */
const isOptional = ({ path, method }: ApiCommand): boolean =>
  path.startsWith('/v1/organizations/{id}') && method !== 'DELETE';

const withArguments = (verb: string, command: ApiCommand): string =>
  [
    verb,
    ...command.args.map((name) => (isOptional(command) && name === 'id' ? `[${name}]` : `<${name}>`)),
  ].join(' ');

function addOptions(sub: Command, command: ApiCommand): Command {
  for (const option of [...command.query, ...(command.fields ?? [])]) addOption(sub, option);
  if (isFile(command)) sub.requiredOption('--file <path>', 'what is sent');
  else if (command.bodyType !== undefined) {
    sub.option('--body <json>', 'the whole body as JSON, @file for a file, or - for standard input');
  }
  if (command.ifMatch) sub.option('--if-match <etag>', 'only if the resource still has this ETag');
  if (command.paged) sub.option('--all', 'every page, one entry a line');
  if (CONFIRMED.has(command.id)) sub.option('--yes', 'do not ask; needed where there is no terminal');
  return sub;
}

function addOption(sub: Command, { name, type, about = '', choices }: ApiOption): void {
  const flag = `--${flagOf(name)}`;
  const text = [about, ...(choices === undefined ? [] : [choices.join(', ')])].filter(Boolean).join('; ');
  if (type === 'flag') sub.option(flag, text).option(`--no-${flagOf(name)}`, '');
  else if (type === 'list') sub.option(`${flag} <value...>`, text);
  else sub.option(`${flag} <${type === 'text' ? 'value' : type}>`, text);
}

/** @throws UsageError for an option of the program that was meant for the command: the key would go there */
function judgeNames({ name, query, fields = [] }: ApiCommand, given: readonly string[]): void {
  const behind = given.slice(given.indexOf(name.split(' ')[0]) + 1);
  for (const option of [...query, ...fields]) {
    const other = OTHER_NAMES[option.name];
    if (other === undefined || option.name === 'json') continue;
    if (behind.some((word) => word === `--${option.name}` || word.startsWith(`--${option.name}=`))) {
      const meant = `the ${option.name} of this command is --${other}`;
      throw new UsageError(`--${option.name} stands before the command, for the server; ${meant}`);
    }
  }
}

/** As commander names it. */
const keyOf = (name: string): string =>
  flagOf(name).replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());

async function run(
  context: Context,
  command: ApiCommand,
  values: (string | undefined)[],
  options: Options,
): Promise<void> {
  const { args, query, fields = [] } = command;
  judgeNames(command, context.given);
  const path = Object.fromEntries(args.map((name, i) => [name, values[i] ?? 'current']));
  if (CONFIRMED.has(command.id)) {
    await confirmByName(path[args[0]], command.name, options['yes'] as boolean | undefined);
  }
  const given = (list: readonly ApiOption[]): [ApiOption, unknown][] =>
    list.flatMap((one): [ApiOption, unknown][] => {
      const value = options[keyOf(one.name)];
      return value === undefined ? [] : [[one, value]];
    });
  const known = { path, query: given(query), fields: given(fields), options };
  const parts = isFile(command)
    ? await fileRequest(command, known, String(options['file']))
    : requestOf(command, { ...known, body: await readBody(options['body']) });
  if (command.streams !== undefined) return stream(context, command, parts);
  if (options['all'] === true) return everyPage(context, command, parts);
  const act = (headers: Record<string, string>): Promise<unknown> => send(context, command, parts, headers);
  const long = MOVES.has(command.id)
    ? withMoveProgress(context.client.api, () => withStepUp(act))
    : undefined;
  const answer = await (long ?? withStepUp(act));
  if (answer === undefined) context.output.done('done', { done: true });
  else context.output.show(answer);
}

async function send(
  { client, organization }: Context,
  { method, path }: ApiCommand,
  { params, body, bodySerializer, headers: own }: RequestParts,
  more: Record<string, string> = {},
  parseAs: 'json' | 'stream' = 'json',
): Promise<unknown> {
  const headers = { ...own, ...(organization === undefined ? {} : { 'X-Org-Id': organization }), ...more };
  const call = (client.api as unknown as Record<string, Send>)[method];
  const reply = call(path, {
    params,
    headers,
    parseAs,
    ...(body === undefined ? {} : { body, bodySerializer }),
  });
  return ok(reply);
}

async function everyPage(context: Context, command: ApiCommand, parts: RequestParts): Promise<void> {
  for (let cursor: string | undefined; ;) {
    const query = { ...parts.params.query, ...(cursor === undefined ? {} : { cursor }) };
    const page = (await send(context, command, { ...parts, params: { ...parts.params, query } })) as {
      items: unknown[];
      next_cursor: string | null;
    };
    for (const item of page.items) process.stdout.write(`${JSON.stringify(item)}\n`);
    if (page.next_cursor === null) return;
    cursor = page.next_cursor;
  }
}

async function stream(context: Context, command: ApiCommand, parts: RequestParts): Promise<void> {
  const bytes = await send(context, command, parts, {}, 'stream');
  if (bytes) await pipeline(Readable.fromWeb(bytes as never), countBytes(), process.stdout, { end: false });
}
