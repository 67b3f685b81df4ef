// npm run test:crash -- [--kills 20] [--seed 7] [--only delete|webhooks|journal] [--victim mongod]: the long run, with its table.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string' },
    only: { type: 'string' },
    victim: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js', 'test/crash'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      CRASH_KILLS: values.kills,
      CRASH_ONLY: values.only ?? '',
      CRASH_VICTIM: values.victim ?? '',
      ...(values.seed === undefined ? {} : { CRASH_SEED: values.seed }),
    },
  },
);
process.exit(status ?? 1);
