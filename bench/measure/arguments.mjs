import { parseArgs } from 'node:util';

export const CASES = [
  'get',
  'read',
  'insert',
  'introspect',
  'keys',
  'touch',
  'sparse',
  'signin',
  'create',
  'overload',
  'flood',
  'memory',
  'staleness',
  'telemetry',
  'past',
  'journal',
  'webhooks',
];

const HELP = `npm run bench -- [--quick] [--only get,read,...] [--organizations N] [--rounds N] [--seconds N]
  --quick          few organizations, short rounds: shows that everything runs, not how fast
  --only           of ${CASES.join(', ')}
  --organizations  the largest number of organizations (2000)
  --rounds         rounds per contender; the contenders take turns (5). touch starts afresh for each; sparse waits
                   a minute before each of at most three
  --seconds        length of a round (4)
`;

/** @returns the settings of a run; ends the process after --help or a mistake. */
export function readArguments(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        organizations: { type: 'string' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) quit(HELP, 0);
    const { quick } = values;
    const organizations = positive(values.organizations ?? (quick ? '8' : '2000'));
    return {
      quick,
      cases: values.only === undefined ? CASES : chosen(values.only),
      organizations,
      sizes: [...new Set([1, 100, 2000].map((size) => Math.min(size, organizations)))],
      rounds: positive(values.rounds ?? (quick ? '1' : '5')),
      seconds: positive(values.seconds ?? (quick ? '0.5' : '4')),
    };
  } catch (error) {
    return quit(`${error.message}\n${HELP}`, 2);
  }
}

function chosen(only) {
  const names = only.split(',').filter(Boolean);
  const unknown = names.filter((name) => !CASES.includes(name));
  if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}`);
  return CASES.filter((name) => names.includes(name));
}

function positive(text) {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${text} is not a positive number`);
  return number;
}

function quit(text, code) {
  process.stdout.write(text);
  process.exit(code);
}
