import { parseArgs } from 'node:util';
import { withAdoption } from './adoption.js';
import { runCommand } from './command.js';
import { loadEnv } from './config/env.js';
import { AdoptionBar, say, warn } from './console.js';
import { checkDatabase } from './database/preflight.js';
import { startEmbedded } from './embedded-database.js';
import type { AdoptionPlan, Unadoptable } from './modules/organizations/adoption/adoption.types.js';
import { AdoptionRefused } from './modules/organizations/adoption/adoption.service.js';

const USAGE = `rowhouse adopt [--dry-run | --yes] [--leave-out]
  --dry-run    say what will be done, and change nothing (the default)
  --yes        do it; may be run again after an interruption
  --leave-out  put what cannot be adopted aside, unchanged, in the collection not_adopted
The settings are those of the service: variables of the process, or .env in this directory.`;

/** Adopts the organizations of S1's own service: what \`rowhouse adopt\` runs, and a container directly. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean' },
      yes: { type: 'boolean' },
      'leave-out': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const env = loadEnv(warn);
  const database = env.MONGODB_URL === undefined ? await startEmbedded(env, { say, warn }) : undefined;
  if (database) env.MONGODB_URL = database.uri;
  try {
    await checkDatabase(env, say);
    return await withAdoption(env, async (adoption) => {
      const leaveOut = values['leave-out'] === true;
      if (!(await adoption.isNeeded())) {
        say(`There is nothing to adopt in ${env.MASTER_DB_NAME}.`);
        return 0;
      }
      const plan = await adoption.plan();
      show(env.MASTER_DB_NAME, plan, leaveOut);
      if (values['dry-run'] === true || values.yes !== true) {
        say('\nNothing was changed. Stop the other program, then run: npx rowhouse adopt --yes');
        return plan.unadoptable.length > 0 && !leaveOut ? 1 : 0;
      }
      const bar = new AdoptionBar();
      const done = await adoption.adopt({ leaveOut, progress: bar.update }).finally(() => bar.end());
      say(`\nAdopted ${count(done.organizations.length, 'organization')}. Start the service.`);
      return 0;
    });
  } finally {
    await database?.stop();
  }
}

function show(master: string, plan: AdoptionPlan, leaveOut: boolean): void {
  const { organizations, accounts, indexes, notices, unadoptable } = plan;
  say(`${master} was made by another program.`);
  say(`To adopt: ${count(organizations.length, 'organization')}, ${count(accounts.length, 'account')}.`);
  say('  Added: numbers, slugs, memberships. Kept: ids, password hashes, database names, creation times.');
  if (indexes.length > 0) say(`  Replaced by an index on the same field: ${indexes.join(', ')}.`);
  list('To know:', notices);
  const heading = leaveOut ? `To be put aside in ${master}.not_adopted:` : 'Cannot be adopted:';
  list(heading, unadoptable.map(inWords));
  if (unadoptable.length > 0 && !leaveOut) {
    say('Mend these rows, or leave them out: --leave-out puts them aside unchanged.');
  }
}

const inWords = ({ collection, storedId, what, reason }: Unadoptable): string =>
  `${collection === 'organizations' ? 'organization' : 'account'} ${what} (_id ${String(storedId)}): ${reason}`;

function list(heading: string, lines: string[]): void {
  if (lines.length > 0) say([heading, ...lines.map((line) => `  - ${line}`)].join('\n'));
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

runCommand(main, { usage: USAGE, Refused: AdoptionRefused });
