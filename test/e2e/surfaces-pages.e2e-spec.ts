import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startTestApp, type TestApp } from '../support/app.js';

/** Two pages register Acme Corp; that of the organization API, which deletes it, comes first. */
const PAGES = ['org', 'register', 'identity', 'tenants-v1', 'tenants'];
/** Writes every answer down, also those that go into a variable, and fails at an error. */
const NOTING_CURL = `curl() { command curl --fail-with-body -S -w '\\n' "$@" | tee -a "$REPLIES"; }`;

const blocks = (page: string, language: string): string[] =>
  [...readFileSync(`docs/surfaces/${page}.md`, 'utf8').matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text);

const parse = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

/** A body as far as it does not depend on ids, times and tokens: its keys, its types and its messages. */
function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => shape(one));
  if (typeof value !== 'object' || value === null)
    return /^(message|status|.*_?name)$/i.test(key) ? value : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner, name)]));
}

describe('the pages of the surfaces', () => {
  let sut: TestApp;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rowhouse-pages-'));
    sut = await startTestApp();
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it.each(PAGES)('%s.md: the commands work as pasted and answer as shown', async (page) => {
    const script = blocks(page, 'bash').join('\n').replace('http://localhost:8000', sut.url);
    const file = join(folder, page);
    const env = { ...process.env, REPLIES: file };
    await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', `${NOTING_CURL}\n${script}`], { env });
    const shown = blocks(page, 'json').flatMap(parse);
    expect(shown.length).toBeGreaterThan(0);
    const replies = parse(readFileSync(file, 'utf8')).map((reply) => shape(reply));
    for (const body of shown) expect(replies).toContainEqual(shape(body));
  });
});
