// node scripts/dashboard-picture.mjs: starts the built service with data of an invented organization on a database of
// its own, and writes docs/images/dashboard.png. Needs Chromium (CHROMIUM_BINARY, or where the tests look for it).
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { chromium } from 'playwright-core';
import { buildIfStale, ROOT } from './build-state.mjs';

const PASSWORD = 'a-long-enough-Passphrase1';
const PEOPLE = {
  'Ada Lovelace': 'admin',
  'Grace Hopper': 'manager',
  'Barbara Liskov': 'attendant',
  'Alan Turing': 'manager',
  'Katherine Johnson': 'member',
  'Edsger Dijkstra': 'member',
};
const HOUR_MS = 3_600_000;
const COLLECTIONS = { orders: 412, customers: 128, invoices: 86, products: 42 };

await buildIfStale();
const { startEmbeddedMongodb } = await import('../dist/libs/embedded-mongodb/src/index.js');
const data = mkdtempSync(join(tmpdir(), 'rowhouse-picture-'));
const mongod = await startEmbeddedMongodb({
  dataDir: join(data, 'mongodb'),
  binary: process.env['MONGOD_BINARY'],
  env: process.env,
  cacheSizeGB: 0.5,
});
const env = {
  ...process.env,
  PORT: '0',
  MONGODB_URL: mongod.uri,
  SECRET_KEY: randomBytes(48).toString('base64url'),
  DATA_DIR: data,
  RATE_LIMITS: 'off',
  LOG_FORMAT: 'pretty',
};
const service = spawn(process.execPath, ['dist/src/main.js'], { cwd: ROOT, env });
try {
  const url = await listening();
  const org = await fill(url);
  await use(org);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_BINARY'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 880 }, reducedMotion: 'reduce' });
  await page.goto(`${url}/dashboard/o/${org}`);
  await page.getByLabel('E-mail').fill('jane@acme.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Recent activity').waitFor();
  // The stream of events never ends: idle is when the lists are there.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(ROOT, 'docs/images/dashboard.png') });
  await browser.close();
} finally {
  service.kill('SIGINT');
  await new Promise((resolve) => service.once('exit', resolve));
  await mongod.stop();
  rmSync(data, { recursive: true, force: true, maxRetries: 10 });
}

function listening() {
  let output = '';
  return new Promise((resolve, reject) => {
    service.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /API +(http:\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    service.once('exit', () => reject(new Error(output)));
  });
}

/** Two days of use as a product has it: quiet at night. */
async function use(org_id) {
  const client = await new MongoClient(mongod.uri).connect();
  const now = Math.floor(Date.now() / HOUR_MS);
  const rows = Array.from({ length: 47 }, (_, n) => {
    const hour = new Date((now - 47 + n) * HOUR_MS);
    const day = Math.max(0, Math.sin(((hour.getUTCHours() - 6) / 24) * 2 * Math.PI));
    const requests = Math.round(180 + 2600 * day + 240 * Math.sin(n * 2.3) * (0.3 + day));
    const counted = { requests, documents: 3 * requests, bytes: 900 * requests };
    const state = { active_members: Math.round(2 + 5 * day), seats: 7, storage: 40_000 + 460 * n };
    const times = { hour, closed_at: hour, expires_at: new Date(hour.getTime() + 90 * 24 * HOUR_MS) };
    return { _id: 1_000_000 + n, org_id, ...counted, ...state, ...times };
  });
  await client.db('master_db').collection('usage_periods').insertMany(rows);
  await client.close();
}

async function fill(url) {
  let token;
  const post = async (path, body) => {
    const reply = await fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return reply.json();
  };
  const owner = { email: 'jane@acme.example', password: PASSWORD, name: 'Jane Cooper', plan: 'pro' };
  const made = await post('/v1/accounts', { ...owner, organization_name: 'Acme Corp' });
  token = made.access_token;
  for (const [collection, count] of Object.entries(COLLECTIONS)) {
    const documents = Array.from({ length: count }, (_, n) => ({
      _id: `${collection}-${n + 1}`,
      total: n * 1.5,
    }));
    await post(`/v1/data/${collection}`, documents);
  }
  for (const [name, role] of Object.entries(PEOPLE)) {
    await post('/v1/members', { email: `${name.split(' ')[0].toLowerCase()}@acme.example`, name, role });
  }
  await post('/v1/invitations', { email: 'niels@partner.example', role: 'member' });
  await post('/v1/roles', { name: 'Bookkeeper', permissions: ['organization.read', 'data.read'] });
  return made.organization_id;
}
