import { duplicateKey, refuseDuplicate } from './duplicate-key.js';

const broken = (collection: string, index: string, value = '"x"') =>
  Object.assign(
    new Error(
      `E11000 duplicate key error collection: ${collection} index: ${index} dup key: { a: ${value} }`,
    ),
    {
      code: 11000,
    },
  );

describe('a broken unique index', () => {
  it.each([
    ['master_db.organizations', 'name_key_1', 'organization.name_taken'],
    ['master_db.organizations', 'organization_name_1', 'organization.name_taken'],
    ['other-db.admin_users', 'email_1', 'user.email_taken'],
  ])('%s %s is %s', (collection, index, code) => {
    const error = broken(collection, index);
    expect(refuseDuplicate(error)).toMatchObject({ code, cause: error });
  });

  it('that means nothing to a caller passes unchanged', () => {
    for (const error of [
      broken('master_db.organizations', 'slug_1'),
      broken('master_db.x', 'email_1'),
      new Error('x'),
      { code: 112 },
    ]) {
      expect(refuseDuplicate(error)).toBe(error);
    }
    expect(duplicateKey(broken('master_db.organizations', 'slug_1'))).toBe('organizations.slug_1');
    expect(duplicateKey(Object.assign(new Error('no words'), { code: 11000 }))).toBe('unknown');
    expect(duplicateKey(new Error('x'))).toBeNull();
  });

  it('is named by the server, not by the value a caller sent', () => {
    const value = '"collection: master_db.admin_users index: email_1"';
    expect(duplicateKey(broken('master_db.organizations', 'slug_1', value))).toBe('organizations.slug_1');
  });
});
