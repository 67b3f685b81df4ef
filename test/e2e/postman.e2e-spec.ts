import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuiltService, startBuilt } from '../support/built.js';
import { startTestMongo } from '../support/mongo.js';

const run = promisify(execFile);

interface Summary {
  run: {
    stats: Record<'requests' | 'assertions', { total: number; failed: number }>;
    failures: { source?: { name: string }; error: { test?: string; message: string } }[];
  };
}

// The built service, because what tsc compiles is what people run: swc, which compiles the other tests, writes
// other metadata for a class that is only imported as a type.
describe('npm start', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let folder: string;
  let sut: BuiltService;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rowhouse-newman-'));
    mongo = await startTestMongo();
    sut = await startBuilt({ NODE_ENV: 'test', MONGODB_URL: mongo.uri, DATA_DIR: folder, BCRYPT_COST: '4' });
  });
  afterAll(async () => {
    sut?.kill();
    await mongo?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  it('answers the Postman collection as documented, twice in a row', async () => {
    for (const round of ['first', 'second']) {
      const { stats, failures } = (await newman(join(folder, `${round}.json`))).run;
      expect(failures.map(({ source, error }) => `${source?.name}: ${error.message}`)).toEqual([]);
      expect(stats.requests.total).toBeGreaterThan(10);
      expect(stats.assertions.total).toBeGreaterThan(2 * stats.requests.total);
    }
  });

  it('ends at the first Ctrl-C', async () => {
    expect(await sut.interrupt()).toBe(0);
    await expect(fetch(`${sut.url}/health`)).rejects.toThrow('fetch failed');
  });

  async function newman(report: string): Promise<Summary> {
    const parameters = ['run', 'docs/postman_collection.json', '--env-var', `base_url=${sut.url}`];
    const reporter = ['--reporters', 'json', '--reporter-json-export', report];
    // newman ends with 1 when an assertion fails; its report says which one.
    await run(process.execPath, ['node_modules/newman/bin/newman.js', ...parameters, ...reporter]).catch(
      () => undefined,
    );
    return JSON.parse(readFileSync(report, 'utf8')) as Summary;
  }
});
