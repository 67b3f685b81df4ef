import { objectFault } from './json-object.js';

const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });

describe('objectFault', () => {
  it.each([[{}], [{ a: 1, b: [1, { c: null }], d: 'x.y $z' }], [nested(5)], [{ a: 'x'.repeat(16_376) }]])(
    'takes %#',
    (value) => expect(objectFault(value, 'settings')).toBeNull(),
  );

  it.each([
    [null, 'settings must be an object'],
    [[], 'settings must be an object'],
    ['{}', 'settings must be an object'],
    [nested(6), 'settings must have at most 5 levels'],
    [{ a: [[[[[]]]]] }, 'settings must have at most 5 levels'],
    [{ a: 'x'.repeat(16_377) }, 'settings must have at most 16 kB'],
    [{ a: 'é'.repeat(8_189) }, 'settings must have at most 16 kB'],
    [{ $where: 1 }, 'settings must have no empty key and none with $ or .'],
    [{ a: [{ 'b.c': 1 }] }, 'settings must have no empty key and none with $ or .'],
    [{ '': 1 }, 'settings must have no empty key and none with $ or .'],
  ])('refuses %#', (value, message) => expect(objectFault(value, 'settings')).toBe(message));
});
