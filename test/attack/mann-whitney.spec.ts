import { areaUnderCurve, median } from './mann-whitney.js';

describe('the area under the curve', () => {
  it.each([
    [[3, 4], [1, 2], 1],
    [[1, 2], [3, 4], 0],
    [[1, 2], [1, 2], 0.5],
    [[5, 5], [5, 5], 0.5],
    [[1, 4], [2, 3], 0.5],
    [[2, 4], [1, 3], 0.75],
  ])('of %j over %j is %d', (a, b, area) => expect(areaUnderCurve(a, b)).toBe(area));

  it('takes the upper of two middles', () => expect(median([4, 1, 3, 2])).toBe(3));
});
