import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../common/version.js';
import { SURFACES } from '../surfaces/surfaces.js';
import { handlerFacts } from './handlers.js';
import { closeDocument, describeOperation, operationsOf } from './operations.js';
import { SURFACES_SHOWN } from './surface-documents.js';

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'The `access_token` of a sign-in, such as POST /v1/sessions or POST /admin/login',
} as const;

const API_KEY = {
  type: 'apiKey',
  in: 'header',
  name: 'X-API-Key',
  description: 'A key of POST /v1/api-keys or POST /v1/me/api-keys; also taken as a bearer token',
} as const;

const CLIENT = {
  type: 'http',
  scheme: 'basic',
  description: 'Id and secret of a client of TOKEN_CLIENTS',
} as const;

/**
 * The OpenAPI document of every route. What a route shares with the others (its envelope, its errors, its
 * need of a token) is read from the decorators and tables the service itself runs on. compactDocument makes of it
 * what is published.
 * @param publicPath what a proxy takes away from the path of requests; empty for none
 */
export function describeApi(app: NestFastifyApplication, publicPath = ''): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Rowhouse')
    .setDescription('Rowhouse gives every organization its own MongoDB database.')
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(publicPath || '/')
    .addBearerAuth(BEARER, 'bearer')
    .addApiKey(API_KEY, 'api_key')
    .addBasicAuth(CLIENT, 'client')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  });
  const facts = handlerFacts(app);
  const tags = new Map<string, string>();
  for (const [path, item] of Object.entries(document.paths)) {
    const surface = SURFACES.of(path);
    for (const [method, operation] of operationsOf(item)) {
      const known = facts.get(operation.operationId);
      if (!known) throw new Error(`no handler is called ${operation.operationId}`);
      describeOperation(document, operation, { surface, facts: known, method, path });
      for (const tag of operation.tags ?? []) tags.set(tag, surface.title);
    }
  }
  closeDocument(document);
  // Swagger UI shows them in this order.
  document.tags = SURFACES_SHOWN.flatMap(({ title }) =>
    [...tags]
      .filter(([, description]) => description === title)
      .map(([name, description]) => ({ name, description })),
  );
  return document;
}
