import { behind, checkPosition, parseFields, parseSort, positionOf } from './keyset.js';

describe('parseSort', () => {
  it('ends with _id, and nothing follows it', () => {
    const id = { path: '_id', direction: 1 };
    expect(parseSort(undefined)).toEqual([id]);
    expect(parseSort('-age,at.city')).toEqual([
      { path: 'age', direction: -1 },
      { path: 'at.city', direction: 1 },
      id,
    ]);
    expect(parseSort('age,-_id,name')).toEqual([
      { path: 'age', direction: 1 },
      { path: '_id', direction: -1 },
    ]);
  });
});

describe('parseFields', () => {
  it('shows a whole instead of its parts', () => {
    expect(parseFields('a.b,a,a.c,ab,a')).toEqual(['a', 'ab']);
  });
});

describe('behind', () => {
  it('compares _id bare, so that its index serves', () => {
    expect(behind(parseSort(undefined), ['$x'])).toEqual({ $expr: { $gt: ['$_id', { $literal: '$x' }] } });
  });

  it('breaks ties from left to right', () => {
    const age = { $ifNull: ['$age', null] };
    expect(behind(parseSort('-age'), [7, 'a'])).toEqual({
      $expr: {
        $or: [
          { $and: [{ $lt: [age, { $literal: 7 }] }] },
          { $and: [{ $eq: [age, { $literal: 7 }] }, { $gt: ['$_id', { $literal: 'a' }] }] },
        ],
      },
    });
  });
});

describe('positionOf', () => {
  it('reads fields of documents, never properties of the classes of the driver or of JavaScript', () => {
    const sort = parseSort('at.city,when.getTime,at.constructor,list.x');
    const document = { _id: 1, at: { city: 'Rome' }, when: new Date(0), list: [{ x: 1 }] };
    const position = positionOf(document, sort);
    expect(position).toEqual(['Rome', null, null, [{ x: 1 }], 1]);
    expect(() => checkPosition(position, sort)).toThrow('query.invalid');
  });
});
