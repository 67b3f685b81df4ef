import { BSON, Binary } from 'mongodb';
import { applyDiff, DiffUnknown } from './document-diff.js';

const apply = (document: object, diff: object): unknown =>
  BSON.deserialize(applyDiff(BSON.serialize(document), BSON.serialize(diff)));

describe('a diff of the oplog', () => {
  it('replaces in place, moves what is added again, and adds at the end', () => {
    const changed = apply({ _id: 1, a: 1, b: 2, c: 3 }, { d: { a: false }, u: { b: 9 }, i: { c: 4, z: 5 } });
    expect(Object.entries(changed as object)).toEqual([
      ['_id', 1],
      ['b', 9],
      ['c', 4],
      ['z', 5],
    ]);
  });

  it('goes into objects and arrays, makes arrays longer and shorter', () => {
    const before = { _id: 1, s: { x: 1, l: [1, { y: 1 }, 3] } };
    expect(apply(before, { ss: { i: { n: 1 }, sl: { a: true, s1: { u: { y: 2 } }, u5: 6 } } })).toEqual({
      _id: 1,
      s: { x: 1, l: [1, { y: 2 }, 3, null, null, 6], n: 1 },
    });
    expect(apply(before, { ss: { sl: { a: true, l: 1 } } })).toEqual({ _id: 1, s: { x: 1, l: [1] } });
    expect(apply(before, { ss: { sl: { a: true, l: 4 } } })).toEqual({
      _id: 1,
      s: { x: 1, l: [1, { y: 1 }, 3, null] },
    });
  });

  it('changes bytes from an offset on, and keeps their kind', () => {
    const before = { _id: 1, data: { v: new Binary(Buffer.from([1, 2, 3, 4]), 7) } };
    const diff = { sdata: { b: { v: { o: 2, d: new Binary(Buffer.from([9, 9, 9])) } } } };
    const { data } = apply(before, diff) as typeof before;
    expect([data.v.sub_type, [...data.v.buffer]]).toEqual([7, [1, 2, 9, 9, 9]]);
  });

  it('is refused where it says what is not known here', () => {
    expect(() => apply({ _id: 1 }, { q: { a: 1 } })).toThrow(DiffUnknown);
    expect(() => apply({ _id: 1, a: 1 }, { sa: { u: { x: 1 } } })).toThrow(DiffUnknown);
    expect(() => apply({ _id: 1, a: [] }, { sa: { a: true, x: 1 } })).toThrow(DiffUnknown);
    expect(() => apply({ _id: 1, a: [] }, { sa: { a: true, s3: { u: { x: 1 } } } })).toThrow(DiffUnknown);
  });
});
