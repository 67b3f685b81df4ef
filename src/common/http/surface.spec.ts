import { type Surface, SurfaceTable } from './surface.js';

const surface = (name: string, ...prefixes: string[]): Surface => ({
  name,
  title: name,
  prefixes,
  errors: {},
  writeFailure: () => ({}),
});

describe('SurfaceTable', () => {
  const sut = new SurfaceTable([
    surface('root', '/', '/org'),
    surface('v1', '/v1'),
    surface('tenants', '/v1/tenants'),
  ]);

  it.each([
    ['/', 'root'],
    ['/org', 'root'],
    ['/org/create', 'root'],
    ['/v1', 'v1'],
    ['/v1/', 'v1'],
    ['/v1/me', 'v1'],
    ['/v1x', 'root'],
    ['/v1.0/me', 'root'],
    ['/V1/me', 'root'],
    ['//v1/me', 'root'],
    ['/x/v1/me', 'root'],
    ['/v1/tenants', 'tenants'],
    ['/v1/tenants/5', 'tenants'],
    ['/v1/tenantsx', 'v1'],
    ['', 'root'],
    ['*', 'root'],
  ])('%s belongs to %s', (path, name) => expect(sut.of(path).name).toBe(name));

  it('wants a last resort', () => {
    expect(() => new SurfaceTable([surface('v1', '/v1')]).of('/other')).toThrow(
      'one surface must own the prefix /',
    );
  });
});
