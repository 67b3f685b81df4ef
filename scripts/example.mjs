// npm run example -- next: packs the libraries, installs the example in its folder and starts it, against a
// Rowhouse that runs already (ROWHOUSE_URL, http://127.0.0.1:8000 when absent).
import { join } from 'node:path';
import { EXAMPLES, install, LIBRARIES, pack, show } from './examples.mjs';

const [name = ''] = process.argv.slice(2);
if (!Object.hasOwn(LIBRARIES, name)) {
  process.stderr.write(`Which one? npm run example -- ${Object.keys(LIBRARIES).join('|')}\n`);
  process.exit(2);
}
const url = process.env.ROWHOUSE_URL ?? 'http://127.0.0.1:8000';
const keys = await fetch(`${url}/.well-known/jwks.json`)
  .then((reply) => reply.json())
  .catch(() => undefined);
if (keys === undefined) fail(`no Rowhouse answers at ${url}: ALGORITHM=EdDSA npm start, in another terminal`);
if (LIBRARIES[name].includes('verify') && !keys.keys?.length)
  fail(`Rowhouse at ${url} has no key pairs: start it with ALGORITHM=EdDSA`);

const folder = join(EXAMPLES, name);
process.stdout.write(`Packing ${LIBRARIES[name].join(', ')}, and installing in docs/examples/${name} …\n`);
const files = await pack(LIBRARIES[name], folder);
await install(folder, Object.values(files));
process.exitCode = show('npm', ['run', 'dev'], folder);

function fail(message) {
  process.stderr.write(`✗ ${message}\n`);
  process.exit(1);
}
