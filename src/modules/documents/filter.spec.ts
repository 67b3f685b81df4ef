import { fc } from '../../../test/support/property.js';
import { compileFilter } from './filter.js';

const OURS = new Set('$and $or $nor $eq $ne $gt $gte $lt $lte $in $nin $exists $regex'.split(' '));

describe('compileFilter', () => {
  it('writes operators of its own and scalars of the caller, whatever it is given', () => {
    const words =
      'and or not .not eq ne gt in exists prefix a.b _id $where $ne $expr $function $date $oid $regularExpression $code __proto__ _bsontype';
    const key = fc.oneof(fc.constantFrom(...words.split(' ')), fc.string());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>('x', '$where', 1, null, true, '2026-01-01', '507f1f77bcf86cd799439011'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    let compiled = 0;
    fc.assert(
      fc.property(value, (filter) => {
        try {
          check(compileFilter(filter));
          compiled++;
        } catch (error) {
          expect((error as Error).message).toBe('query.invalid');
        }
      }),
      { numRuns: 20_000 },
    );
    expect(compiled).toBeGreaterThan(100);
  });

  it('takes five levels and fifty conditions', () => {
    const nested = (levels: number): unknown => (levels === 0 ? { a: 1 } : { not: nested(levels - 1) });
    expect(() => compileFilter(nested(5))).not.toThrow();
    expect(() => compileFilter(nested(6))).toThrow('query.invalid');
    const wide = (n: number) => ({ or: Array.from({ length: n }, (_, i) => ({ a: { gt: i } })) });
    expect(() => compileFilter(wide(50))).not.toThrow();
    expect(() => compileFilter({ ...wide(50), b: 1 })).toThrow('query.invalid');
  });
});

function check(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(check);
  if (typeof value !== 'object' || value === null) return;
  if (value.constructor !== Object) return expect(['ObjectId', 'Date']).toContain(value.constructor.name);
  for (const [key, item] of Object.entries(value)) {
    if (key.split('.').some((name) => name.startsWith('$'))) expect(OURS).toContain(key);
    expect(key.split('.')).not.toContain('_bsontype');
    check(item);
  }
}
