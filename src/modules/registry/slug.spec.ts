import { fc } from '../../../test/support/property.js';
import { databaseName, nameKey, slugOf } from './slug.js';

const RUNS = { numRuns: 20_000 };
const RESERVED = ['admin', 'local', 'config', 'master', 'master_db', 'test', 'system'];
/** Names as people and attackers write them: any text, half of it close to what the mapping looks at. */
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', 'Z', '9', '_', ' ', '-', '.', '/', '$', '\0', 'ß', 'İ', 'Ａ', '\u0301'),
    maxLength: 60,
  }),
);
const slug = (text: string): string | null => {
  try {
    return slugOf(text);
  } catch {
    return null;
  }
};

describe('slugOf', () => {
  it('is always one to forty of a-z, 0-9 and _, for any text', () => {
    fc.assert(
      fc.property(name, (text) => {
        const result = slug(text);
        expect(result === null || /^[a-z0-9](?:[a-z0-9_]{0,38}[a-z0-9])?$/.test(result)).toBe(true);
      }),
      RUNS,
    );
  });

  it('is refused only when it is reserved', () => {
    fc.assert(
      fc.property(name, (text) => {
        if (slug(text) === null)
          expect(RESERVED).toContain((nameKey(text).match(/[a-z0-9]+/g) ?? []).join('_'));
      }),
      RUNS,
    );
    for (const word of RESERVED) expect(() => slugOf(word)).toThrow('organization.name_reserved');
    expect(() => slugOf('  Master-DB ')).toThrow('organization.name_reserved');
  });

  it('is the same for every spelling of one claim', () => {
    fc.assert(
      fc.property(name, (text) => {
        const result = slug(text);
        const spelling = text.normalize('NFKC').toUpperCase().toLowerCase();
        if (nameKey(text) !== nameKey(spelling)) return; // a dotless i comes back with its dot
        const other = slug(`  ${spelling}  `);
        expect(other?.startsWith('tenant_') ? 'tenant_' : other).toBe(
          result?.startsWith('tenant_') ? 'tenant_' : result,
        );
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['Acme Corp', 'acme_corp'],
    ['acme-corp', 'acme_corp'],
    ['Ａｃｍｅ', 'acme'],
    ['  a  ', 'a'],
    [`${'x'.repeat(39)} y`, 'x'.repeat(39)],
    ['org_org_', 'org_org'],
  ])('%s becomes %s', (text, expected) => expect(slugOf(text)).toBe(expected));

  it.each(['株式会社', '', '---', '👍'])('%s has nothing to name a database after', (text) => {
    expect(slugOf(text)).toMatch(/^tenant_[0-9a-f]{8}$/);
    expect(slugOf(text)).not.toBe(slugOf(text));
  });
});

describe('databaseName', () => {
  it('fits into 63 bytes with a clash suffix and any generation that will be', () => {
    fc.assert(
      fc.property(
        name,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 2, max: 100 }),
        (text, generation, n) => {
          const result = slug(text);
          if (result === null) return;
          expect(databaseName('org_', `${result}_${n}`, generation)).toMatch(/^org_[a-z0-9_]{1,59}$/);
        },
      ),
      RUNS,
    );
  });

  it('names the first generation plainly', () => {
    expect([1, 2, 10].map((n) => databaseName('org_', 'acme', n))).toEqual([
      'org_acme',
      'org_acme_v2',
      'org_acme_v10',
    ]);
  });

  it('cuts a slug that does not fit behind the prefix, and keeps two of them apart', () => {
    const slugs = ['a', 'b'].map((end) => 'x'.repeat(53) + end);
    const names = slugs.map((long) => databaseName('staging_of_us_2_', long, 12));
    expect(names).toEqual([
      expect.stringMatching(/^staging_of_us_2_x{34}_[0-9a-f]{8}_v12$/),
      expect.stringMatching(/^staging_of_us_2_x{34}_[0-9a-f]{8}_v12$/),
    ]);
    expect(names.map((one) => one.length)).toEqual([63, 63]);
    expect(names[0]).not.toBe(names[1]);
    expect(databaseName('org_', slugs[0], 1)).toBe(`org_${slugs[0]}`);
  });
});

describe('nameKey', () => {
  it('does not change when applied twice, and carries no blanks around it', () => {
    fc.assert(
      fc.property(name, (text) => {
        const key = nameKey(text);
        expect(nameKey(key)).toBe(key);
        expect(key).toBe(key.trim());
      }),
      RUNS,
    );
  });

  it('is one for what people read as one', () => {
    for (const text of [
      'ACME corp',
      'acme  corp',
      ' Acme\u00a0Corp ',
      'Ａｃｍｅ Corp',
      'Ac\u200bme Corp',
      'Acme\u00ad Corp',
    ]) {
      expect(nameKey(text)).toBe('acme corp');
    }
  });
});
