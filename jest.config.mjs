import { readFileSync } from 'node:fs';

const typescript = JSON.parse(
  readFileSync(new URL('test/support/run/typescript.json', import.meta.url), 'utf8'),
);

// Every ESM source and ESM-only package is turned into CommonJS by swc: Jest on Node 20 cannot
// require() an ES module, and NestJS 12 is published as ES modules only. What imports dynamically is turned as well:
// Jest would load it through vm modules, and Node 20 never frees the context of one, 40 MB for each spec file.
const swc = (syntax) => [
  '@swc/jest',
  {
    swcrc: false,
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
    jsc: syntax === 'ts' ? typescript : { target: 'es2022', parser: { syntax: 'ecmascript' } },
  },
];

const esmOnlyPackages = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'cookie',
  'content-disposition',
  'es-toolkit',
  'jose',
  'intl-messageformat',
  '@formatjs',
];

const dynamicImporters = [
  '@fastify/cookie',
  'mongodb/lib/runtime_adapters',
  '@opentelemetry/otlp-exporter-base/build/src',
];

export default {
  testEnvironment: '<rootDir>/test/support/run/environment.mjs',
  globalSetup: '<rootDir>/test/support/run/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/run/global-teardown.mjs',
  testRegex: '.*\\.(spec|e2e-spec)\\.ts$',
  roots: ['<rootDir>/src', '<rootDir>/libs', '<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/libs/[^/]+/dist/', '<rootDir>/apps/[^/]+/dist/'],
  transform: { '^.+\\.ts$': swc('ts'), '^.+\\.m?js$': swc('js') },
  transformIgnorePatterns: [`/node_modules/(?!(${[...esmOnlyPackages, ...dynamicImporters].join('|')})[/.])`],
  moduleNameMapper: {
    // One file instead of hundreds: each spec file loads them anew.
    '^es-toolkit/compat$': '<rootDir>/test/support/run/es-toolkit.cjs',
    '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.min.js',
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/bundle/libphonenumber-max.js',
    '^@rowhouse/api-client$': '<rootDir>/libs/api-client/src/index.ts',
    '^@rowhouse/api-client/(.*)$': '<rootDir>/libs/api-client/src/$1.ts',
    '^@rowhouse/react$': '<rootDir>/libs/react/src/index.ts',
    '^@rowhouse/verify$': '<rootDir>/libs/verify/src/index.ts',
    '^@rowhouse/verify/(.*)$': '<rootDir>/libs/verify/src/$1.ts',
    '^@rowhouse/tenancy$': '<rootDir>/libs/tenancy/src/index.ts',
    '^@rowhouse/embedded-mongodb$': '<rootDir>/libs/embedded-mongodb/src/index.ts',
    '^@rowhouse/mongo-dump$': '<rootDir>/libs/mongo-dump/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
  testSequencer: '<rootDir>/test/support/run/sequencer.mjs',
  // Ten times what the slowest test without a time-out of its own takes on a machine that has nothing else to do.
  testTimeout: 180000,
  // More than cores: a third of the files waits for leases, clocks and processes most of the time.
  maxWorkers: 3,
};
