import { DiscoveryService, MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { ANY_ACTOR, PERMISSION, PUBLIC } from '../../src/modules/auth/http/access.decorators.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { rawRequest } from '../support/raw.js';

interface Route {
  method: string;
  path: string;
  isPublic: boolean;
  /** How many of @Public, @RequirePermission and @AnyActor it says. */
  declarations: number;
}

const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
/** Every route that answers without a token. A new one is added here on purpose. */
const OPEN = [
  'GET /',
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /.well-known/openid-configuration',
  'GET /api/v1/plans',
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /org/get',
  'GET /v1/audit/heads',
  'GET /v1/audit/keys',
  'GET /v1/backups/downloads/:secret',
  'GET /v1/dev/mails',
  'POST /admin/login',
  'POST /api/register',
  'POST /api/register/add-user',
  'POST /api/register/check-availability',
  'POST /api/tenants/login',
  'GET /v1/erasures/certificates/:secret',
  'POST /api/tenants/register',
  'POST /email/verify',
  'POST /password/forgot',
  'POST /password/reset',
  'POST /v1/accounts',
  'POST /v1/api-keys/leaks',
  'POST /v1/credentials/undo',
  'POST /v1/email/change',
  'POST /v1/email/verify',
  'POST /v1/password/forgot',
  'POST /v1/password/reset',
  'POST /v1/sessions',
  'POST /v1/sessions/refresh',
  'POST /v1/sessions/second-factor',
  'POST /org/create',
  'POST /signin',
  'POST /signup',
  'POST /token/refresh',
  'POST /v1/members/confirm',
  'POST /v1/members/confirm/link',
  'POST /v1/invitations/accept',
  'POST /v1/invitations/decline',
  'POST /v1/invitations/preview',
  'POST /v1/undeletes',
  'POST /v1/undeletes/preview',
];

describe('every route of the router', () => {
  let sut: TestApp;
  let routes: Route[];
  beforeAll(async () => {
    sut = await startTestApp();
    routes = routesOf(sut);
  });
  afterAll(() => sut?.stop());

  it('is known to this test, with those that the surfaces document', () => {
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    expect(names).toEqual(
      expect.arrayContaining(['POST /org/create', 'PUT /org/update', 'DELETE /org/delete', 'GET /v1/me']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('is open only where it is listed', () => {
    const open = routes.filter(({ isPublic }) => isPublic).map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toEqual(OPEN.sort());
  });

  it('says exactly one of: public, this permission, any signed-in caller', () => {
    const unclear = routes.filter(({ declarations }) => declarations !== 1);
    expect(unclear.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('is guarded unless it says @Public(): 401 without a token, with a wrong one, under any spelling', async () => {
    for (const { method, path } of routes.filter(({ isPublic }) => !isPublic)) {
      const plain = path.replace(/:\w+/g, 'x');
      const encoded = plain.replace(
        /^\/(.)/,
        (_match, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`,
      );
      for (const [target, authorization] of [
        [plain, undefined],
        [plain, 'Bearer a.b.c'],
        [encoded, undefined],
      ] as const) {
        const headers = authorization === undefined ? {} : { authorization };
        const reply = await rawRequest(sut.url, method, target, { headers });
        expect([`${method} ${target}`, reply.status]).toEqual([`${method} ${target}`, 401]);
      }
    }
  });
});

/** The handlers of the controllers, as Nest registers them, with what they declare. */
function routesOf({ app }: TestApp): Route[] {
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((name): Route[] => {
      const handler = prototype[name] as () => unknown;
      const path = Reflect.getMetadata('path', handler) as string | undefined;
      if (path === undefined) return [];
      const base = [Reflect.getMetadata('path', metatype) as string | string[]].flat();
      const says = (key: string) =>
        reflector.getAllAndOverride<unknown>(key, [handler, metatype]) !== undefined;
      const isPublic = says(PUBLIC);
      const declarations = [PUBLIC, PERMISSION, ANY_ACTOR].filter(says).length;
      const method = VERBS[Reflect.getMetadata('method', handler) as number];
      return base.map((prefix) => ({
        method,
        path: `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
        isPublic,
        declarations,
      }));
    });
  });
}
