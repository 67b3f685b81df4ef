// The whole suite, as `npm test` runs it: spec files that a group of test/groups names run together, the others alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import config from './jest.config.mjs';

const groups = new URL('test/groups/', import.meta.url);
const grouped = readdirSync(groups).flatMap((name) =>
  [...readFileSync(new URL(name, groups), 'utf8').matchAll(/'([^']+spec\.ts)'/g)].map(([, file]) => file),
);
for (const [i, file] of grouped.entries()) {
  if (!existsSync(new URL(file, import.meta.url)))
    throw new Error(`test/groups names ${file}, which is not there`);
  if (grouped.indexOf(file) !== i) throw new Error(`test/groups names ${file} twice`);
}

export default {
  ...config,
  testRegex: [config.testRegex, '/test/groups/.*\\.ts$'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...grouped.map((file) => `<rootDir>/${file.replaceAll('.', '\\.')}$`),
  ],
};
