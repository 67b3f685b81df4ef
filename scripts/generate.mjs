// npm run generate writes what is derived from the code; npm run check:generated fails when a committed file
// differs from it. No database is needed: Nest builds the graph without its providers (preview).
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildIfStale, ROOT } from './build-state.mjs';
import { clientTypes } from './generate/api-client.mjs';
import { commandLine } from './generate/cli.mjs';
import { decisionsPage } from './generate/decisions.mjs';
import { eventsDocument, eventsPage } from './generate/events.mjs';
import { metricsPage } from './generate/metrics.mjs';
import { permissionsPage } from './generate/permissions.mjs';
import { postmanCollection } from './generate/postman.mjs';
import { settingsPage } from './generate/settings.mjs';
import { surfacesPage } from './generate/surfaces.mjs';

const AREAS = 'libs/api-client/src/schema';

process.chdir(ROOT);
await buildIfStale();
const { createWithoutDatabase } = await import('./generate/openapi.mjs');
const { describeApi } = await import('../dist/src/docs/openapi.js');
const { compactDocument } = await import('../dist/src/docs/compact.js');
const access = await import('../dist/src/docs/access.js');
const roles = await import('../dist/src/modules/access/roles.types.js');
const { ORGANIZATION_ACTIONS } = await import('../dist/src/modules/audit/audit-actions.types.js');
const { readerOf } = await import('../dist/src/modules/webhooks/events.types.js');
const { SURFACES } = await import('../dist/src/surfaces/surfaces.js');
await import('../dist/src/application.js'); // every metric is defined in a file that this loads
const { definedMetrics } = await import('../dist/src/common/metrics/metric.js');
const { ERROR_DEFAULTS } = await import('../dist/src/common/errors/error-codes.js');
const { failureBody } = await import('../dist/src/docs/failures.js');

const app = await createWithoutDatabase();
const document = describeApi(app);
const published = compactDocument(document);
const OPERATION_IDS = 'docs/operation-ids.txt';
const files = {
  'openapi.json': json(published),
  ...(await clientTypes(published)),
  'apps/cli/src/api-commands.ts': commandLine(document, (path) => SURFACES.of(path)),
  'docs/postman_collection.json': json(postmanCollection(document)),
  'docs/permissions.md': permissionsPage(access.operationAccess(app, document), { ...access, ...roles }),
  'docs/surfaces/README.md': surfacesPage(
    SURFACES.surfaces,
    Object.keys(ERROR_DEFAULTS),
    failureBody,
    ERROR_DEFAULTS,
  ),
  'docs/metrics.md': metricsPage(definedMetrics()),
  'docs/events.md': eventsPage(ORGANIZATION_ACTIONS, readerOf),
  'docs/webhooks.openapi.json': json(eventsDocument(ORGANIZATION_ACTIONS, document.info.version)),
  'docs/configuration.md': settingsPage(read('.env.example')),
  'docs/decisions/README.md': decisionsPage(),
  [OPERATION_IDS]: operationIds(document, read(OPERATION_IDS)),
};

/** Areas of the client that are no more. */
const gone = readdirSync(join(ROOT, AREAS))
  .map((name) => `${AREAS}/${name}`)
  .filter((name) => files[name] === undefined);

if (process.argv.includes('--check')) {
  const stale = [...Object.keys(files).filter((name) => read(name) !== files[name]), ...gone];
  if (stale.length > 0) {
    process.stderr.write(`stale: ${stale.join(', ')}; run npm run generate and commit the result\n`);
    process.exitCode = 1;
  }
} else {
  for (const name of gone) rmSync(join(ROOT, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(ROOT, name)), { recursive: true });
    writeFileSync(join(ROOT, name), text);
  }
}

/** Clients are generated from these names: a line is added for a new operation, and none is changed or taken away. */
function operationIds({ paths }, kept) {
  const now = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
  );
  const lines = [...new Set([...kept.split('\n').filter(Boolean), ...now])].sort((a, b) => (a < b ? -1 : 1));
  return lines.map((line) => `${line}\n`).join('');
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function read(name) {
  try {
    return readFileSync(join(ROOT, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
