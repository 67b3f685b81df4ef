import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLAVOURS, flavourFor, type Machine } from './npm-registry.js';

const machine = (more: Partial<Machine>): Machine => ({
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  openssl3: true,
  ...more,
});

describe('flavourFor', () => {
  it.each<[string | undefined, Partial<Machine>]>([
    ['glibc-2.38', { glibc: '2.39' }],
    ['glibc-2.38', { glibc: '2.38' }],
    ['glibc-2.31', { glibc: '2.38', openssl3: false }],
    ['glibc-2.31', { glibc: '2.36' }],
    ['glibc-2.31', { glibc: '2.31' }],
    [undefined, { glibc: '2.28' }],
    [undefined, { arch: 'arm64' }],
    [undefined, { platform: 'darwin' }],
  ])('is %s for %j', (name, more) => {
    expect(flavourFor(machine(more))?.name).toBe(name);
  });

  it('is none without glibc', () => {
    expect(flavourFor({ platform: 'linux', arch: 'x64', openssl3: true })).toBeUndefined();
  });
});

describe('the folders', () => {
  it.each(FLAVOURS.map(({ name }) => name))(
    '%s pins versions with their integrity and no address',
    (name) => {
      const folder = join(__dirname, '..', '..', 'npm', name);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
      for (const [dependency, version] of Object.entries(manifest.dependencies)) {
        const locked = lock.packages[`node_modules/${dependency}`];
        expect(locked).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
        expect(locked.resolved).toBeUndefined();
      }
    },
  );
});
