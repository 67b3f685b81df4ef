// npm run test:attack -- [--only fuzz|timing] [--requests 100000] [--malformed 1000000] [--pairs 1000] [--cost 8]
//   [--seed 7] [--name "part of a test's name"]; --only timing [--mode production] [--instances 2]
// npm run test:attack -- --only keys [--keys 100000] ; --only factors [--guesses 10000] ; --only limits [--writers 64]
// npm run test:attack -- --only resources [--mode production] [--instances 2] [--seconds 8] [--kinds lists,exports]
//   [--profile directory]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    malformed: { type: 'string', default: '1000000' },
    keys: { type: 'string', default: '100000' },
    guesses: { type: 'string', default: '10000' },
    writers: { type: 'string', default: '64' },
    pairs: { type: 'string', default: '1000' },
    cost: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    mode: { type: 'string' },
    instances: { type: 'string' },
    seconds: { type: 'string' },
    kinds: { type: 'string' },
    profile: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
if (values.only === 'resources') {
  const given = ['mode', 'instances', 'seconds', 'kinds', 'profile'].flatMap((name) =>
    values[name] ? [`--${name}`, values[name]] : [],
  );
  const run = fileURLToPath(new URL('resources/run.mjs', import.meta.url));
  process.exit(spawnSync(process.execPath, [run, ...given], { cwd: root, stdio: 'inherit' }).status ?? 1);
}
/** Attacks that are cases of a spec file of the suite, which tries less of them. */
const CASES = {
  keys: [['test/e2e/api-keys-leaks.e2e-spec.ts'], 'made up|another instance', { ATTACK_KEYS: values.keys }],
  factors: [['test/e2e/second-factor'], 'guess', { ATTACK_GUESSES: values.guesses }],
  limits: [['test/e2e/limits-storage.e2e-spec.ts'], 'writers on two', { ATTACK_WRITERS: values.writers }],
};
const [files, name, settings] = CASES[values.only] ?? [[`test/attack/${values.only}`], values.name, {}];
const { status } = spawnSync(
  process.execPath,
  [
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    ...files,
    ...(name === '' ? [] : ['--testNamePattern', name]),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...settings,
      ATTACK_REQUESTS: values.requests,
      ATTACK_MALFORMED: values.malformed,
      ATTACK_PAIRS: values.pairs,
      ...(values.cost === undefined ? {} : { ATTACK_COST: values.cost }),
      ...(values.mode === undefined ? {} : { ATTACK_MODE: values.mode }),
      ...(values.instances === undefined ? {} : { ATTACK_INSTANCES: values.instances }),
      ...(values.seed === undefined ? {} : { ATTACK_SEED: values.seed }),
    },
  },
);
process.exit(status ?? 1);
