import { mergePatch } from './merge-patch.js';

describe('mergePatch', () => {
  it('lets no value of a caller be read as an expression', () => {
    const text = JSON.stringify(mergePatch({ a: '$$ROOT', b: { c: '$x' }, d: ['$y'], e: null }));
    expect(text).toContain('{"$literal":{"a":"$$ROOT","d":["$y"]}}');
    expect(text).toContain('{"$literal":{"c":"$x"}}');
    expect(text).toContain('{"$unset":["e"]}');
  });

  it('is bounded in keys and in objects, however they are spread', () => {
    const keys = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, null]));
    const objects = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, {}]));
    expect(() => mergePatch({ a: keys(4999), b: keys(4999) })).not.toThrow();
    expect(() => mergePatch({ a: keys(5000), b: keys(4999) })).toThrow('document.invalid');
    expect(() => mergePatch(objects(499))).not.toThrow();
    expect(() => mergePatch(objects(500))).toThrow('document.invalid');
  });

  it('ends at twenty levels', () => {
    const nested = (levels: number): object => (levels === 1 ? { a: 1 } : { a: nested(levels - 1) });
    expect(() => mergePatch(nested(20) as never)).not.toThrow();
    expect(() => mergePatch(nested(21) as never)).toThrow('document.invalid');
  });
});
