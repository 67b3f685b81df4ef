import { canonicalJson, GENESIS, hashOf, plainDetails } from './chain.js';

describe('the chain of the audit log', () => {
  const content = { prev: GENESIS, n: 1, at: new Date(0), details: { b: [1, { y: 2, x: 1 }], a: null } };

  it('writes equal content alike, whatever the order of its keys', () => {
    const turned = { details: { a: null, b: [1, { x: 1, y: 2 }] }, at: new Date(0), n: 1, prev: GENESIS };
    expect(canonicalJson(turned)).toBe(canonicalJson(content));
    expect(canonicalJson(content)).toBe(
      `{"at":"1970-01-01T00:00:00.000Z","details":{"a":null,"b":[1,{"x":1,"y":2}]},"n":1,"prev":"${GENESIS}"}`,
    );
    expect(hashOf({ ...content, gone: undefined } as never)).toBe(hashOf(content));
  });

  it('hashes differently when anything differs', () => {
    const others = [
      { ...content, prev: GENESIS.replace('0', '1') },
      { ...content, n: 2 },
      { ...content, at: new Date(1) },
      { ...content, details: { b: [1, { y: 2, x: 2 }], a: null } },
      { ...content, details: { b: [1, { y: 2, x: '1' }], a: null } },
      { ...content, more: null },
    ];
    const hashes = new Set([content, ...others].map((one) => hashOf(one)));
    expect(hashes.size).toBe(others.length + 1);
  });

  it('keeps details small and plain, and hides what secrets are named', () => {
    const details = {
      fields: ['name', 'password'],
      new_password: 'hunter2',
      Authorization: 'Bearer x',
      nested: { refreshToken: 'r', ok: true, deep: { er: { still: { more: 1 } } } },
      long: 'x'.repeat(1000),
      broken: 'a\ud800',
      cut: `${'x'.repeat(499)}😀`,
      at: new Date(0),
      none: undefined,
    };
    expect(plainDetails(details)).toEqual({
      fields: ['name', 'password'],
      new_password: '***',
      Authorization: '***',
      nested: { refreshToken: '***', ok: true, deep: { er: { still: '…' } } },
      long: 'x'.repeat(500),
      broken: 'a\ufffd',
      cut: `${'x'.repeat(499)}\ufffd`,
      at: '1970-01-01T00:00:00.000Z',
    });
  });
});
