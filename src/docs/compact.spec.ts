import type { OpenAPIObject } from '@nestjs/swagger';
import { dereferenced } from '../../test/support/openapi.js';
import { compactDocument } from './compact.js';

const failure = (...codes: string[]) => ({
  description: codes.join(' · '),
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/V1Failure' },
      examples: Object.fromEntries(codes.map((code) => [code, { summary: code, value: { code } }])),
    },
  },
});
const parameter = (name: string, description: string) => ({ name, in: 'query', description });
const operation = (parameters: object[], responses: Record<string, object>) => ({
  operationId: 'some',
  parameters,
  responses,
});
const documentOf = (paths: object): OpenAPIObject =>
  ({ openapi: '3.0.0', info: { title: 'T', version: '1' }, paths, components: { schemas: {} } }) as never;

describe('compactDocument', () => {
  const limit = parameter('limit', 'most');
  const whole = documentOf({
    '/v1/roles': {
      get: operation([limit, parameter('cursor', 'a')], {
        404: failure('role.not_found'),
        403: failure('a.b'),
      }),
      post: operation([limit, parameter('cursor', 'a')], { 404: failure('role.not_found', 'a.b') }),
    },
    '/v1/members/{id}': {
      get: operation([limit, parameter('cursor', 'b')], { 404: failure('role.not_found') }),
      put: operation([parameter('limit', 'own'), parameter('cursor', 'b')], { 204: { description: 'Done' } }),
    },
  });
  const compact = compactDocument(whole);

  it('refers to what is said twice by a name made of it, and leaves what is said once', () => {
    const { get, post } = compact.paths['/v1/roles'] as Record<
      string,
      { parameters: object[]; responses: object }
    >;
    expect(get.responses).toEqual({
      404: { $ref: '#/components/responses/V1RoleNotFound' },
      403: { ...failure('a.b'), content: expect.any(Object) },
    });
    expect(post.responses).toMatchObject({
      404: {
        content: {
          'application/problem+json': {
            examples: {
              'role.not_found': { $ref: '#/components/examples/V1RoleNotFound' },
              'a.b': { $ref: '#/components/examples/V1AB' },
            },
          },
        },
      },
    });
  });

  it('gives a name to what has more than half of it, and the others a longer one', () => {
    expect(compact.components!.parameters).toEqual({
      Limit: limit,
      MembersCursor: parameter('cursor', 'b'),
      RolesCursor: parameter('cursor', 'a'),
    });
    expect((compact.paths['/v1/members/{id}'].put as { parameters: object[] }).parameters[0]).toEqual(
      parameter('limit', 'own'),
    );
  });

  it('loses nothing and changes nothing it was given', () => {
    const before = structuredClone(whole);
    expect(dereferenced(compact)).toEqual(before);
    expect(whole).toEqual(before);
  });
});
