import { fc } from '../../../test/support/property.js';
import { accessClaims } from './access-claims.js';

const HEX = '507f1f77bcf86cd799439011';
const VALID = {
  sub: HEX,
  admin_id: HEX,
  organization_id: HEX,
  organization_name: 'Acme',
  type: 'access',
  sid: 's',
  jti: 'j',
  ver: 1,
  iat: 1,
  exp: 2,
};

describe('accessClaims', () => {
  it('takes what the service signs, for an organization and for an operator', () => {
    const { sub, organization_id, type, sid, ver, exp } = VALID;
    expect(accessClaims(VALID)).toEqual({ sub, organization_id, type, sid, ver, exp });
    expect(accessClaims({ ...VALID, type: 'password' })).not.toBeNull();
    expect(accessClaims({ ...VALID, organization_id: null })).not.toBeNull();
  });

  it.each([
    ['sub', [undefined, null, 5, '', 'x', HEX.toUpperCase(), `${HEX}\n`, { $ne: 1 }, [HEX]]],
    ['organization_id', [undefined, '', 'x', 5, { $ne: 1 }, [HEX], `${HEX}\n`]],
    ['type', [undefined, null, 'refresh', ['access'], 'ACCESS']],
    ['ver', [undefined, null, '1', 1.5, NaN, Infinity]],
    ['exp', [undefined, null, '1', 1.5, Infinity]],
    ['iat', [undefined, '1', 1.5]],
    ['sid', [undefined, null, 5, {}]],
    ['jti', [undefined, null, 5, []]],
    ['act', [null, 5, HEX, {}, { sub: null }, { sub: 'x' }, { sub: HEX }, [HEX]]],
    ['act_ver', [null, 1, '1']],
  ])('refuses a wrong %s', (name, values) => {
    for (const value of values)
      expect([value, accessClaims({ ...VALID, [name]: value })]).toEqual([value, null]);
  });

  it('takes the operator who acts as a user, who cannot have a token that only changes the password', () => {
    const acting = { ...VALID, act: { sub: HEX }, act_ver: 3 };
    expect(accessClaims(acting)).toMatchObject({ act: { sub: HEX }, act_ver: 3 });
    expect(accessClaims({ ...acting, act_ver: '3' })).toBeNull();
    expect(accessClaims({ ...acting, type: 'password' })).toBeNull();
  });

  it('refuses anything else without failing', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => expect(accessClaims(payload)).toBeNull()),
      { numRuns: 5000 },
    );
  });
});
