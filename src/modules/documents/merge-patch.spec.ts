import { mergePatch } from './merge-patch.js';

describe('mergePatch', () => {
  it('lets no value of a caller be read as an expression', () => {
    const text = JSON.stringify(mergePatch({ a: '$$ROOT', b: { c: '$x' }, d: ['$y'], e: null }));
    expect(text).toContain('"a":{"$literal":"$$ROOT"}');
    expect(text).toContain('"c":{"$literal":"$x"}');
    expect(text).toContain('"d":{"$literal":["$y"]}');
    expect(text).toContain('{"$literal":["e"]}');
  });

  it('ends at twenty levels', () => {
    const nested = (levels: number): object => (levels === 1 ? { a: 1 } : { a: nested(levels - 1) });
    expect(() => mergePatch(nested(20) as never)).not.toThrow();
    expect(() => mergePatch(nested(21) as never)).toThrow('document.invalid');
  });
});
