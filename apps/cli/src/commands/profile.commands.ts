import type { Command } from 'commander';
import { type Context, parseUrl } from '../context.js';
import { nounOf } from './nouns.js';

/** Several servers, each with a sign-in of its own. */
export function addProfileCommands(program: Command, context: Context): void {
  const profiles = nounOf(program, 'profiles').description('several servers, each with a sign-in of its own');

  profiles
    .command('list')
    .description('the profiles, and which one commands use')
    .action(() => {
      const items = context.profiles.list().map((name) => {
        const kept = context.profiles.read(name);
        const current = name === context.profile;
        return { name, current, url: kept?.url ?? null, signed_in: kept?.token !== undefined };
      });
      context.output.show({ items });
    });

  profiles
    .command('add <name> <url>')
    .description('name a server; rowhouse login --profile <name> signs in there')
    .action((name: string, url: string) => {
      context.profiles.write(name, { url: parseUrl(url).replace(/\/+$/, '') });
      context.output.done(`${name} is ${url}`, { name, url });
    });

  profiles
    .command('use <name>')
    .description('the profile of commands that name none')
    .action((name: string) => {
      context.profiles.use(name);
      context.output.done(`commands use the profile ${name}`, { name });
    });

  profiles
    .command('remove <name>')
    .description('forget a profile; rowhouse logout ends its session first')
    .action((name: string) => {
      const removed = context.profiles.remove(name);
      context.output.done(removed ? `${name} is forgotten` : `there is no profile ${name}`, {
        name,
        removed,
      });
    });
}
