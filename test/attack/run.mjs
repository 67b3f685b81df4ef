// npm run test:attack -- [--only fuzz|timing] [--requests 100000] [--malformed 1000000] [--pairs 1000] [--cost 8]
//   [--seed 7] [--name "part of a test's name"]; --only timing [--mode production] [--instances 2]
// npm run test:attack -- --only resources [--mode production] [--instances 2] [--seconds 8] [--kinds lists,exports]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    malformed: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '1000' },
    cost: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    mode: { type: 'string' },
    instances: { type: 'string' },
    seconds: { type: 'string' },
    kinds: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
if (values.only === 'resources') {
  const given = ['mode', 'instances', 'seconds', 'kinds'].flatMap((name) =>
    values[name] ? [`--${name}`, values[name]] : [],
  );
  const run = fileURLToPath(new URL('resources/run.mjs', import.meta.url));
  process.exit(spawnSync(process.execPath, [run, ...given], { cwd: root, stdio: 'inherit' }).status ?? 1);
}
const { status } = spawnSync(
  process.execPath,
  [
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    `test/attack/${values.only}`,
    ...(values.name === '' ? [] : ['--testNamePattern', values.name]),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
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
