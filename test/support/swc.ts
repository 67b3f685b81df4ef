import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from '@swc/core';

/** How swc compiles TypeScript as tsc would: for Jest, for the service that tests start, and for blocks of the docs. */
const TYPESCRIPT = JSON.parse(
  readFileSync(join(__dirname, 'run', 'typescript.json'), 'utf8'),
) as Options['jsc'];

export const swcOptions = (type: 'commonjs' | 'es6'): Options => ({
  swcrc: false,
  module: { type },
  jsc: TYPESCRIPT,
});
