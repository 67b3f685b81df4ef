/** docs/events.md and docs/webhooks.openapi.json: what webhooks and event streams tell, read from the audit log's list. */
export function eventsPage(actions, readerOf) {
  const kinds = grouped(Object.keys(actions));
  return [
    '# Events',
    '',
    'Written by `npm run generate` from `src/modules/audit/audit-actions.types.ts`: what the log of an organization records is what its [webhooks and event streams](guides/webhooks.md) tell. As OpenAPI 3.1: [webhooks.openapi.json](webhooks.openapi.json).',
    '',
    'Each body is `{id, type, timestamp, organization_id, seq, data}`; `data` has `actor_id`, `impersonator_id`, `api_key_id`, `target` (`type`, `id`) and `details`, whose fields are below. `?`: may be absent; `|null`: may be null. New events and new fields may come with any version; ignore what you do not know.',
    '',
    ...[...kinds].flatMap(([kind, types]) => [
      `## ${kind}.*`,
      '',
      `The event stream tells them to who has \`${readerOf(types[0])}\`.`,
      '',
      '| event | | details |',
      '|---|---|---|',
      ...types.map((type) => `| \`${type}\` | ${actions[type].summary} | ${fieldsOf(actions[type])} |`),
      '',
    ]),
  ].join('\n');
}

/** The same for generators of code: one webhook for each event. */
export function eventsDocument(actions, version) {
  const webhooks = Object.fromEntries(
    Object.entries(actions).map(([type, { summary, details = {} }]) => [
      type,
      {
        post: {
          operationId: type.replace(/[._](\w)/g, (_, letter) => letter.toUpperCase()),
          summary,
          parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
            $ref: `#/components/parameters/${name}`,
          })),
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Event' },
                    {
                      type: 'object',
                      properties: {
                        type: { const: type },
                        data: { type: 'object', properties: { details: detailsSchema(details) } },
                      },
                    },
                  ],
                },
              },
            },
          },
          responses: { '2XX': { description: 'Received; with any other answer it is sent again' } },
        },
      },
    ]),
  );
  const header = (name, description) => ({ name, in: 'header', required: true, description, schema: TEXT });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Events of Rowhouse',
      version,
      description: 'What is sent to webhooks, by Standard Webhooks 1.0.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    webhooks,
    components: {
      parameters: {
        'webhook-id': header('webhook-id', 'The same for each try; `id` of the body'),
        'webhook-timestamp': header('webhook-timestamp', 'Seconds since 1970, of this try'),
        'webhook-signature': header(
          'webhook-signature',
          '`v1,…` (HMAC-SHA256) and `v1a,…` (ed25519), by each secret that is in force',
        ),
      },
      schemas: { Event: EVENT },
    },
  };
}

const TEXT = { type: 'string' };
const MAYBE_TEXT = { type: ['string', 'null'] };

const EVENT = {
  type: 'object',
  required: ['id', 'type', 'timestamp', 'organization_id', 'seq', 'data'],
  properties: {
    id: TEXT,
    type: TEXT,
    timestamp: { type: 'string', format: 'date-time' },
    organization_id: TEXT,
    seq: {
      type: ['integer', 'null'],
      description: 'Rises with each event of the organization; null for a test',
    },
    data: {
      type: 'object',
      required: ['actor_id', 'impersonator_id', 'api_key_id', 'target', 'details'],
      properties: {
        actor_id: MAYBE_TEXT,
        impersonator_id: MAYBE_TEXT,
        api_key_id: MAYBE_TEXT,
        target: { type: 'object', required: ['type', 'id'], properties: { type: TEXT, id: TEXT } },
        details: { type: 'object' },
      },
    },
  },
};

function detailsSchema(details) {
  const entries = Object.entries(details);
  const required = entries.filter(([, kind]) => !kind.endsWith('?')).map(([name]) => name);
  return {
    type: 'object',
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(entries.map(([name, kind]) => [name, schemaOf(kind.replace(/\?$/, ''))])),
  };
}

function schemaOf(kind) {
  if (kind.endsWith('[]')) return { type: 'array', items: schemaOf(kind.slice(0, -2)) };
  return kind.endsWith('|null') ? { type: [kind.slice(0, -5), 'null'] } : { type: kind };
}

const kindOf = (type) => type.slice(0, type.indexOf('.'));

function grouped(types) {
  const kinds = new Map();
  for (const type of types) kinds.set(kindOf(type), [...(kinds.get(kindOf(type)) ?? []), type]);
  return kinds;
}

const fieldsOf = ({ details = {} }) =>
  Object.entries(details)
    .map(([name, kind]) => `\`${name}\` ${kind.replace('|', '\\|')}`)
    .join(', ');
