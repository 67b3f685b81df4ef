import { isAtLeast } from './probe.js';

describe('isAtLeast', () => {
  it.each([
    ['7.0.0', '7.0', true],
    ['8.2.6', '8.2', true],
    ['10.0', '9.9', true],
    ['6.0.19', '7.0', false],
    ['2.31', '2.4', true],
    ['8.0.9', '8.2', false],
  ])('%s against %s is %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});
