import { maskFault, stagesOf } from './branch-masks.js';

describe('masks', () => {
  it.each([
    [{ collection: 'a' }],
    [{ collection: 'a', fields: ['x'], empty: true }],
    [{ collection: 'a', fields: [''] }],
    [{ collection: 'a', fields: ['a..b'] }],
    [{ collection: 'a', fields: ['$where'] }],
    [{ collection: 'a', fields: ['a.$b'] }],
    [{ collection: 'a', fields: ['_id'] }],
    [{ collection: 'a', fields: ['_id.email'] }],
    [{ collection: 'a', fields: ['items.0.email'] }],
    [{ collection: 'a', fields: ['a', 'a.b'] }],
    [{ collection: 'a', fields: ['a', 'a'] }],
  ])('refuse %j', (mask) => {
    expect(maskFault(mask)).toEqual(expect.any(String));
  });

  it('are stages of their collection, and of each with *', () => {
    const masks = [
      { collection: '*', fields: ['email'] },
      { collection: 'log', empty: true },
    ];
    expect(masks.map(maskFault)).toEqual([undefined, undefined]);
    expect(stagesOf(masks)('people')).toEqual([{ $unset: ['email'] }]);
    expect(stagesOf(masks)('log')).toEqual([{ $unset: ['email'] }, { $match: { $nor: [{}] } }]);
    expect(stagesOf(masks)('system.js')).toEqual([]);
  });
});
