// npm run test:attack -- [--only fuzz|timing] [--requests 100000] [--pairs 1000] [--cost 8] [--seed 7]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    pairs: { type: 'string', default: '1000' },
    cost: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    `test/attack/${values.only}`,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ATTACK_REQUESTS: values.requests,
      ATTACK_PAIRS: values.pairs,
      ...(values.cost === undefined ? {} : { ATTACK_COST: values.cost }),
      ...(values.seed === undefined ? {} : { ATTACK_SEED: values.seed }),
    },
  },
);
process.exit(status ?? 1);
