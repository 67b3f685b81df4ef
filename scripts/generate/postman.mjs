import { jsonSchema } from './json-schema.mjs';
import { story } from './story.mjs';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const VARIABLES = { base_url: 'http://localhost:8000', token: '', org_name: 'Test Org' };

/** A collection that tells the stories of the surfaces, with assertions made of the OpenAPI document. */
export function postmanCollection(document) {
  const folders = story(document);
  return {
    info: {
      _postman_id: '8f0f5a52-0d8f-4f0e-9d3f-5d5b6f6f7a01',
      name: 'Rowhouse',
      description:
        'Run from the first to the last request: each folder creates organizations, uses and deletes them. Tokens are saved after each login.',
      schema: SCHEMA,
    },
    variable: Object.entries({ ...savedBy(folders), ...VARIABLES }).map(([key, value]) => ({
      key,
      value,
      type: 'string',
    })),
    item: folders.map(({ name, steps }) => ({
      name,
      item: steps.map((step) => item(document, step)),
    })),
  };
}

/** Every variable that a step saves or makes up, empty. */
function savedBy(folders) {
  const steps = folders.flatMap((folder) => folder.steps);
  const set = steps.flatMap(({ saves = {}, before = [], then = [] }) => [
    ...Object.keys(saves),
    ...[...before, ...then].flatMap((line) => /Variables\.set\('(\w+)'/.exec(line)?.[1] ?? []),
  ]);
  return Object.fromEntries(set.map((name) => [name, '']));
}

function item(document, step) {
  const operation = document.paths[step.path]?.[step.method.toLowerCase()];
  if (!operation) throw new Error(`the document has no ${step.method} ${step.path}`);
  const answer = operation.responses[step.status];
  if (!answer) throw new Error(`${step.method} ${step.path} does not document ${step.status}`);
  const script = testsOf(step, bodySchema(document, answer));
  return {
    name: step.name,
    event: [
      ...(step.before
        ? [{ listen: 'prerequest', script: { type: 'text/javascript', exec: step.before } }]
        : []),
      { listen: 'test', script: { type: 'text/javascript', exec: script } },
    ],
    request: requestOf(step, operation),
    response: [],
  };
}

function requestOf(step, operation) {
  const guarded = operation.security.length > 0 || step.token !== undefined;
  const type = step.contentType ?? 'application/json';
  return {
    method: step.method,
    description: operation.summary,
    auth: guarded
      ? { type: 'bearer', bearer: [{ key: 'token', value: step.token ?? '{{token}}', type: 'string' }] }
      : { type: 'noauth' },
    header: step.body ? [{ key: 'Content-Type', value: type }] : [],
    url: urlOf(step),
    ...(step.body
      ? {
          body: {
            mode: 'raw',
            raw: JSON.stringify(step.body, null, 2),
            options: { raw: { language: 'json' } },
          },
        }
      : {}),
  };
}

function urlOf({ path, parameters = {}, query = {} }) {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name) => parameters[name]);
  const pairs = Object.entries(query).map(([key, value]) => ({ key, value }));
  const search = pairs.length === 0 ? '' : `?${pairs.map(({ key, value }) => `${key}=${value}`).join('&')}`;
  return {
    raw: `{{base_url}}${filled}${search}`,
    host: ['{{base_url}}'],
    path: filled.slice(1).split('/'),
    ...(pairs.length === 0 ? {} : { query: pairs }),
  };
}

function bodySchema(document, { content = {} }) {
  const schema = Object.values(content)[0]?.schema;
  return schema && jsonSchema(schema, document);
}

/** `then`: lines that run after the tests. */
function testsOf({ status, equals, saves = {}, checks = [], then = [] }, schema) {
  return [
    `pm.test('status is ${status}', () => pm.response.to.have.status(${status}));`,
    ...(schema
      ? [
          `const schema = ${JSON.stringify(schema)};`,
          "pm.test('the body has the documented keys and types', () => pm.response.to.have.jsonSchema(schema));",
          'const body = pm.response.json();',
        ]
      : ["pm.test('the body is empty', () => pm.expect(pm.response.text()).to.equal(''));"]),
    ...(equals
      ? [
          `pm.test('the body is the documented one', () => pm.expect(body).to.eql(${JSON.stringify(equals)}));`,
        ]
      : []),
    ...checks.map(({ name, code }) => `pm.test('${name}', () => ${code});`),
    ...Object.entries(saves).map(([variable, from]) => `pm.collectionVariables.set('${variable}', ${from});`),
    ...then,
  ];
}
