import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Db, MongoClient } from 'mongodb';

/** The code blocks of a guide in one language, in their order. */
export function blocksOf(guide: string, language: string): string[] {
  const text = readFileSync(`docs/guides/${guide}.md`, 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter(([, found]) => found === language)
    .map(([, , code]) => code);
}

/** The one block of a guide in that language. */
export function blockOf(guide: string, language: string): string {
  const blocks = blocksOf(guide, language);
  if (blocks.length !== 1) throw new Error(`${guide} has ${blocks.length} blocks in ${language}, not one`);
  return blocks[0];
}

/** A guide's lines `NAME=value` as settings. */
export function settingsOf(guide: string, block = blockOf(guide, 'dotenv')): Record<string, string> {
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Replaces what a reader would replace too: addresses and ports. Each must be in the text. */
export function withAddresses(text: string, addresses: Record<string, string>): string {
  return Object.entries(addresses).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`no ${from} in:\n${text}`);
    return result.replaceAll(from, to);
  }, text);
}

/** Runs shell blocks as one script; answers the lines that its curls wrote, those that went elsewhere included. */
export async function runShell(
  script: string,
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rowhouse-shell-'));
  const replies = join(folder, 'replies');
  const curl = `curl() { command curl -S -w '\\n' "$@" | tee -a '${replies}'; }`;
  try {
    await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', `${curl}\n${script}`], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
    });
    return readFileSync(replies, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a block for mongosh, as far as the guides need it, with the driver. */
export async function runMongosh(code: string, client: MongoClient, password = ''): Promise<unknown> {
  const database = (name: string): object => withCollections(client.db(name));
  const shell = {
    rs: { initiate: (config: object) => client.db('admin').command({ replSetInitiate: config }) },
    db: { getSiblingDB: database },
    passwordPrompt: () => password,
  };
  const body = `return (${code.trim().replace(/;$/, '')});`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the block is a text of our own guides
  return (await new Function(...Object.keys(shell), body)(...Object.values(shell))) as unknown;
}

/** `db.createUser({ user, … })` and `db.collection.findOne(…)`. */
function withCollections(db: Db): object {
  return new Proxy(
    { createUser: ({ user, ...rest }: { user: string }) => db.command({ createUser: user, ...rest }) },
    { get: (own, name: string) => (own as Record<string, unknown>)[name] ?? db.collection(name) },
  );
}

/** The blocks of the guides by guide and language; each kind is run by a test, or is for programs that are not here. */
export const GUIDE_BLOCKS = [
  'api-keys bash', // run by api-keys-leaks.e2e-spec.ts
  'api-keys js',
  'audit-log bash', // run by audit-files.e2e-spec.ts
  'audit-log sh', // cli-api.e2e-spec.ts runs the command
  'back-up bash',
  'back-up sh', // mongodump and mongorestore
  'branches bash', // run by branches.e2e-spec.ts
  'branding bash', // run by branding.e2e-spec.ts
  'branding dotenv',
  'deploy dotenv',
  'deploy ini',
  'deploy sh', // docker, git, systemctl and kubectl
  'deploy yaml',
  'limits bash',
  'meter bash',
  'monitor bash',
  'monitor json',
  'monitor sh', // jq
  'monitor yaml', // telemetry.e2e-spec.ts parses the rules it names
  'move-in js',
  'move-in json',
  'move-in sh', // as the README's, run by adopt.e2e-spec.ts
  'own-permissions bash', // run by product-permissions.e2e-spec.ts
  'personal-data bash', // run by persons.e2e-spec.ts
  'production bash',
  'production dotenv',
  'production text',
  'reverse-proxy bash',
  'reverse-proxy dotenv',
  'reverse-proxy nginx',
  'second-factor bash', // run by second-factor.e2e-spec.ts
  'several-instances bash',
  'several-instances dotenv',
  'several-instances nginx',
  'tenancy-in-nest bash',
  'tenancy-in-nest json',
  'tenancy-in-nest ts',
  'test-with-tenants ts', // npm run check:packages
  'testing-against js',
  'undo bash', // run by undo.e2e-spec.ts
  'undo sh', // mongod
  'upgrade bash',
  'upgrade dotenv',
  'upgrade js',
  'verify-tokens bash',
  'verify-tokens dotenv',
  'verify-tokens js',
  'verify-tokens ts',
  'webhooks bash', // run by events.e2e-spec.ts
  'webhooks js', // the same
  'your-own-mongodb dotenv',
  'your-own-mongodb js',
];
