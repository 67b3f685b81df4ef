import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { startTestApp, type TestApp } from '../support/app.js';

/** The shell blocks of one section of the README, as one script. */
function scriptOf(section: string): string {
  const text = readFileSync('README.md', 'utf8').split(`## ${section}\n`)[1]!.split('\n## ')[0]!;
  return [...text.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, code]) => code!).join('echo\n');
}

describe('the README', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  }, 60_000);
  afterAll(() => sut?.stop());

  it('shows commands that work as pasted, in sequence', async () => {
    const script = scriptOf('Use it')
      .replace('http://localhost:8000', sut.url)
      .replaceAll('curl -s', 'curl -sS -w "\\n"');
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);
    const replies = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(replies.map(({ message, customer, items }) => message ?? customer ?? items)).toEqual([
      'Organization created successfully',
      'Organization retrieved successfully',
      'Jane',
      [expect.objectContaining({ _id: 'first', customer: 'Jane', total: 12.5 })],
      'Organization updated successfully',
      'Jane',
      'Organization deleted successfully',
    ]);
  });
});
