// npm run check:packages: packs every library that is published, checks the tarball (publint, attw), and uses it
// from an ES module and a CommonJS module in TypeScript; the library of tenants in both majors of Nest as well.
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { node, ROOT, run } from './commands.mjs';
import { checkWithNest } from './nest.mjs';

const MODULES = join(ROOT, 'node_modules');
const CONSUMERS = join(ROOT, 'test/packages/consumer');
/** Before a release more is asked for. */
const isRelease = process.argv.includes('--release');

const scratch = mkdtempSync(join(tmpdir(), 'rowhouse-packages-'));
try {
  const libraries = readdirSync(join(ROOT, 'libs'))
    .map((name) => ({ name, manifest: manifestOf(join(ROOT, 'libs', name)) }))
    .filter(({ manifest }) => !manifest.private);
  assert.ok(libraries.length > 0, 'no library is published');
  // What is built on the client comes after it: packing a library builds it anew.
  const isOnAnother = ({ manifest }) =>
    Object.keys(manifest.dependencies ?? {}).some((name) =>
      libraries.some((one) => one.manifest.name === name),
    );
  const results = [
    ...(await Promise.allSettled(libraries.filter((one) => !isOnAnother(one)).map(check))),
    ...(await Promise.allSettled(libraries.filter(isOnAnother).map(check))),
  ];
  const failed = results.filter(({ status }) => status === 'rejected');
  for (const { reason } of failed) process.stderr.write(`✗ ${reason.message}\n`);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function check({ name, manifest }) {
  assertManifest(name, manifest);
  const tarball = await pack(name);
  const installed = await install(name, manifest, tarball);
  assertFiles(installed, manifest);
  await Promise.all([lint(tarball, manifest), lintTypes(tarball), useIt(name, installed)]);
  if (name === 'tenancy') await checkWithNest(tarball, scratch);
  process.stdout.write(`${manifest.name}@${manifest.version}: packs, installs, type-checks and runs\n`);
}

/** What publint and attw do not ask for. */
function assertManifest(name, manifest) {
  const has = (field) => assert.ok(manifest[field]?.length, `libs/${name}/package.json has no ${field}`);
  ['version', 'description', 'keywords', 'license', 'types', 'files'].forEach(has);
  assert.equal(manifest.engines?.node, manifestOf(ROOT).engines.node, `libs/${name}: engines`);
  assert.equal(manifest.repository?.directory, `libs/${name}`, `libs/${name}: repository.directory`);
  assert.ok(
    !isRelease || !/\.example\b/.test(manifest.repository.url),
    `libs/${name}: repository.url names no host yet; set it before a release`,
  );
  assert.equal(Object.keys(manifest.exports['.'])[0], 'types', `libs/${name}: types come first in exports`);
  assert.equal(manifest.exports['.'].types, manifest.types, `libs/${name}: types`);
  assert.deepEqual(
    readFileSync(join(ROOT, 'libs', name, 'LICENSE')),
    readFileSync(join(ROOT, 'LICENSE')),
    `libs/${name}/LICENSE`,
  );
}

/** `prepack` builds. */
async function pack(name) {
  const into = join(scratch, name);
  mkdirSync(into);
  await run('npm', ['pack', '--silent', '--pack-destination', into], join(ROOT, 'libs', name));
  const [file] = readdirSync(into);
  return join(into, file);
}

/** As npm would, with the modules that package.json names and no others: an undeclared import does not resolve. */
async function install(name, manifest, tarball) {
  const app = join(scratch, `${name}-app`);
  const installed = join(app, 'node_modules', manifest.name);
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1'], scratch);
  const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  // React brings no types of its own.
  const types = ['@types/node', ...(needed.includes('react') ? ['@types/react'] : [])];
  for (const module of [...needed, ...types]) {
    const link = join(app, 'node_modules', module);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(MODULES, module), link, 'dir');
  }
  return installed;
}

function assertFiles(installed, manifest) {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  const strangers = files.filter(
    (file) => !/^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.+\.(js|d\.ts))$/.test(file),
  );
  assert.deepEqual(strangers, [], `${manifest.name}: files that do not belong into the tarball`);
  assert.ok(!files.some((file) => /\.spec\./.test(file)), `${manifest.name}: a test is in the tarball`);
  for (const file of ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'])
    assert.ok(existsSync(join(installed, file)), `${manifest.name}: ${file} is not in the tarball`);
}

async function lint(tarball, manifest) {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    strict: true,
  });
  const found = messages.map((message) => formatMessage(message, pkg, { color: false }));
  assert.deepEqual(found, [], `publint: ${manifest.name}`);
}

/** ES modules only: what node10 and a require of older Node.js see is not asked. */
function lintTypes(tarball) {
  return node(
    '@arethetypeswrong/cli/dist/index.js',
    [tarball, '--profile', 'esm-only', '--no-color'],
    scratch,
  );
}

/** Types from an ES module and a CommonJS one, with the libraries' own declarations checked; then it runs. */
async function useIt(name, installed) {
  const app = join(scratch, `${name}-app`);
  for (const file of readdirSync(CONSUMERS).filter((each) => each.startsWith(`${name}.`)))
    cpSync(join(CONSUMERS, file), join(app, file));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
  };
  const files = [`${name}.mts`, `${name}.cts`];
  writeFileSync(join(app, 'package.json'), '{ "private": true }\n');
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  assert.ok(existsSync(installed));
  await node('typescript/bin/tsc', ['-p', app], app);
  await run(process.execPath, [`out/${name}.mjs`], app);
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
