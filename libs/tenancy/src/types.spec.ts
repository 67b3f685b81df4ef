import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const library = join(__dirname, '..');
const root = join(library, '../..');

interface Snippet {
  name: string;
  code: string;
}

const forgeries: Snippet[] = [
  {
    name: 'new',
    code: `import { TenantDb } from '@rowhouse/tenancy';\nexport const db = new TenantDb('a', 'org_a');`,
  },
  {
    name: 'look-alike',
    code: `import type { TenantDb } from '@rowhouse/tenancy';
declare const real: TenantDb;
export const db: TenantDb = {
  key: 'a', name: 'org_a', db: real.db, collection: real.collection.bind(real), model: real.model.bind(real),
};`,
  },
  {
    name: 'heir',
    code: `import { TenantDb } from '@rowhouse/tenancy';\nexport class Forged extends TenantDb {}`,
  },
  {
    name: 'copy',
    code: `import type { TenantDb } from '@rowhouse/tenancy';
declare const real: TenantDb;
export const db: TenantDb = { ...real, name: 'org_other' };`,
  },
  {
    name: 'rename',
    code: `import type { TenantDb } from '@rowhouse/tenancy';
export const rename = (db: TenantDb): void => { db.name = 'org_other'; };`,
  },
  {
    name: 'string-for-db',
    code: `import type { TenantDb } from '@rowhouse/tenancy';
declare function work(db: TenantDb): void;
work('org_acme' as string);`,
  },
];

const typings: Snippet = {
  name: 'typings',
  code: `import { Schema } from 'mongoose';
import { SchemaFactory, Prop, Schema as Decorated } from '@nestjs/mongoose';
import type { TenantDb } from '@rowhouse/tenancy';
@Decorated()
class User { @Prop() email!: string; }
export const emails = async (db: TenantDb): Promise<string[]> => {
  const users = await db.model('User', SchemaFactory.createForClass(User)).find({ email: 'a' }).lean();
  return users.map((user) => user.email);
};
interface Note { text: string }
export const texts = async (db: TenantDb): Promise<string | undefined> =>
  (await db.model('Note', new Schema<Note>({ text: String })).findOne({ text: 'x' }))?.text;
export const typed = async (db: TenantDb): Promise<number | undefined> =>
  (await db.collection<{ n: number }>('x').findOne({ n: 1 }))?.n;`,
};

function blocksOf(name: string, text: string): Snippet[] {
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map((match, i) => ({
    name: `${name}-${i}`,
    code: match[1] ?? '',
  }));
}

function examplesOf(file: string): Snippet[] {
  const source = readFileSync(join(library, 'src', file), 'utf8');
  const comments = [...source.matchAll(/\/\*\*[^]*?\*\//g)].map(([comment]) =>
    comment.replace(/^ *\* ?/gm, ''),
  );
  return blocksOf(file, comments.join('\n'));
}

// One program for all snippets: type-checking mongoose and Nest takes seconds.
function check(snippets: Snippet[]): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const files = new Map(snippets.map(({ name, code }) => [join(library, 'src', `__${name}.ts`), code]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const code = files.get(file);
    return code === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, code, version, true);
  };
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true, types: ['node'] }, host);
  return new Map(
    [...files.keys()].map((file, i) => {
      const source = program.getSourceFile(file);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      const errors = found.map(
        (error) => `TS${error.code} ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`,
      );
      return [snippets[i]?.name ?? file, errors];
    }),
  );
}

describe('types of @rowhouse/tenancy', () => {
  const readme = blocksOf('README', readFileSync(join(library, 'README.md'), 'utf8'));
  const guide = blocksOf('guide', readFileSync(join(root, 'docs/guides/tenancy-in-nest.md'), 'utf8')).slice(
    0,
    1,
  );
  const examples = readdirSync(join(library, 'src'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .flatMap(examplesOf);
  let errors: Map<string, string[]>;
  beforeAll(() => (errors = check([...readme, ...guide, ...examples, typings, ...forgeries])), 60_000);

  it('the README and the TSDoc have examples', () => {
    expect(readme).toHaveLength(4);
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  it.each([...readme, ...guide, ...examples, typings].map(({ name }) => name))('%s compiles', (name) => {
    expect(errors.get(name)).toEqual([]);
  });

  it.each([
    ['new', 'TS2673'],
    ['look-alike', 'TS2739'],
    ['heir', 'TS2675'],
    ['copy', 'TS2740'],
    ['rename', 'TS2540'],
    ['string-for-db', 'TS2345'],
  ])('a TenantDb cannot be forged: %s is %s', (name, code) => {
    expect(errors.get(name)?.join()).toContain(code);
  });

  it('the README lists every option and every error code', () => {
    const text = readFileSync(join(library, 'README.md'), 'utf8');
    const source = (file: string) => readFileSync(join(library, 'src', file), 'utf8');
    const options =
      source('tenancy.options.ts').match(/export interface TenancyOptions \{[^]*?\n\}/)?.[0] ?? '';
    const names = [...options.matchAll(/^ {2}(\w+)\??:/gm)].map((match) => `| \`${match[1]}\` |`);
    const codes = [...source('tenancy.errors.ts').matchAll(/^ {2}\| '([a-z._]+)'/gm)].map(
      (match) => `\`${match[1]}\``,
    );
    expect([names.length, codes.length]).toEqual([17, 19]);
    for (const item of [...names, ...codes]) expect(text).toContain(item);
  });
});
