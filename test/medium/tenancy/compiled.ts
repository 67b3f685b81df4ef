import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

const SOURCES = join(__dirname, '../../../libs/tenancy/src');

/** The library as ES modules for a process of its own, where its imports resolve. Removed with `remove`. */
export function compileTenancy(): { url: string; remove: () => void } {
  const cache = join(realpathSync(join(__dirname, '../../../node_modules')), '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'tenancy-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const file of readdirSync(SOURCES).filter((name) => name.endsWith('.ts') && !/\.spec\./.test(name))) {
    const { code } = transformSync(readFileSync(join(SOURCES, file), 'utf8'), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
      },
    });
    writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), code);
  }
  return { url: join(folder, 'index.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
