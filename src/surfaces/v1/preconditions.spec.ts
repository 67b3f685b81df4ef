import { ifMatch, isCreation, isKnown } from './preconditions.js';

describe('preconditions', () => {
  it('If-Match compares strongly', () => {
    expect(ifMatch(undefined)).toBeUndefined();
    expect(ifMatch(' * ')).toBeUndefined();
    expect(ifMatch('"a", W/"b" , "c"')).toEqual(['a', 'c']);
    expect(() => ifMatch('W/"a", W/"b"')).toThrow('resource.changed');
    expect(() => ifMatch('W/"a"', 'document.changed')).toThrow('document.changed');
  });

  it('If-None-Match compares weakly', () => {
    expect(isKnown(undefined, 'a')).toBe(false);
    expect(isKnown('*', 'a')).toBe(true);
    expect(isKnown('"b", W/"a"', 'a')).toBe(true);
    expect(isKnown('"A"', 'a')).toBe(false);
  });

  it('PUT takes no If-None-Match but *', () => {
    expect([isCreation(undefined), isCreation('*')]).toEqual([false, true]);
    expect(() => isCreation('"a"')).toThrow('request.invalid');
  });

  it.each(['', 'a', '"a', '"a"b"', '"a";"b"', '"a",,"b"', '*,*', 'w/"a"', Array(21).fill('"a"').join()])(
    'refuse %s',
    (header) => {
      expect(() => ifMatch(header)).toThrow('request.invalid');
      expect(() => isKnown(header, 'a')).toThrow('request.invalid');
    },
  );
});
