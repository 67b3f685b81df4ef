import { startTestApp, type TestApp } from '../support/app.js';

interface Node {
  [key: string]: unknown;
}
interface Document extends Node {
  components: { schemas: Record<string, { properties: Record<string, Node> }> };
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, Node> }> }>>;
}

describe('the schemas of the API documentation', () => {
  let sut: TestApp;
  let document: Document;
  beforeAll(async () => {
    sut = await startTestApp();
    document = (await sut.call<Document>('GET', '/docs-json')).body;
  });
  afterAll(() => sut?.stop());

  it('say `nullable` only beside a type, and not beside an allOf, which null does not meet (OpenAPI 3.0.3)', () => {
    const wrong: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('nullable' in value && (!('type' in value) || 'allOf' in value)) wrong.push(path);
      for (const [key, item] of Object.entries(value)) visit(item, `${path}/${key}`);
    };
    visit(document, '');
    expect(wrong).toEqual([]);
  });

  it.each(['OwnOrganizationDto', 'OrganizationViewDto', 'OrganizationPlanDto', 'PlatformOrganizationDto'])(
    '%s takes a plan, and none',
    (name) => {
      const { type, nullable, required, additionalProperties, allOf } =
        document.components.schemas[name].properties['plan'];
      expect({ type, nullable, required, additionalProperties, allOf }).toEqual({
        type: 'object',
        nullable: true,
        required: ['id', 'type'],
        additionalProperties: false,
        allOf: undefined,
      });
    },
  );

  it('name the error of a wrong query', async () => {
    const { token } = await sut.organization('Documented');
    for (const [path, query] of [
      ['/stats/org-role-wise-users', 'status=zzz'],
      ['/stats/role-wise-users', 'from=zzz'],
      ['/stats/org-wise-members', 'to=zzz'],
      ['/v1/data', 'limit=0'],
    ] as const) {
      const { status } = await sut.call('GET', `${path}?${query}`, { token });
      expect([path, status, Object.keys(document.paths[path]['get'].responses)]).toEqual([
        path,
        400,
        expect.arrayContaining(['400']),
      ]);
    }
  });
});
