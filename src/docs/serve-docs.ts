import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { compactDocument } from './compact.js';
import { serveErrorsPage } from './errors-page.js';
import { describeApi } from './openapi.js';
import { CACHING, ServedFile } from '../common/http/served-file.js';
import { documentOf, SURFACES_SHOWN } from './surface-documents.js';

const require = createRequire(import.meta.url);
const { version: UI_VERSION } = require('swagger-ui-dist/package.json') as { version: string };

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Files of Swagger UI by name. */
const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': SCRIPT,
  'swagger-ui-standalone-preset.js': SCRIPT,
} as const;

/**
 * Serves Swagger UI at /docs, the whole document at /docs-json, that of one surface at /docs/openapi/{name}.json and
 * the errors at /docs/errors. SwaggerModule.setup would send all of it uncompressed, with the document in a script.
 */
export function serveDocs(app: NestFastifyApplication, publicPath: string): void {
  serveErrorsPage(app);
  const fastify = app.getHttpAdapter().getInstance();
  const serve = (paths: string[], file: ServedFile): void => {
    for (const path of paths) fastify.get(path, file.send);
  };
  let described: OpenAPIObject | undefined;
  const whole = (): OpenAPIObject => (described ??= describeApi(app, publicPath));
  const json = (make: () => OpenAPIObject): ServedFile =>
    new ServedFile(JSON_TYPE, CACHING.asked, () => JSON.stringify(compactDocument(make())));

  serve(['/docs', '/docs/'], new ServedFile(HTML, CACHING.asked, () => page(publicPath)));
  serve(['/docs/start.js'], new ServedFile(SCRIPT, CACHING.asked, () => start(publicPath)));
  serve(['/docs-json'], json(whole));
  for (const surface of SURFACES_SHOWN) {
    serve(
      [pathOf(surface.name)],
      json(() => documentOf(whole(), surface)),
    );
  }
  for (const [name, type] of Object.entries(ASSETS)) {
    const read = (): Buffer => readFileSync(require.resolve(`swagger-ui-dist/${name}`));
    serve([`/docs/${name}`], new ServedFile(type, CACHING.forever, read));
  }
}

const pathOf = (name: string): string => `/docs/openapi/${name}.json`;

function page(publicPath: string): string {
  const asset = (name: keyof typeof ASSETS): string => `${publicPath}/docs/${name}?v=${UI_VERSION}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rowhouse API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${asset('swagger-ui.css')}">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${asset('swagger-ui-bundle.js')}"></script>
<script src="${asset('swagger-ui-standalone-preset.js')}"></script>
<script src="${publicPath}/docs/start.js"></script>
</body>
</html>
`;
}

/** The list in the bar on top chooses the document; operations are closed, and the field filters their groups. */
function start(publicPath: string): string {
  const urls = [
    { name: 'Everything', url: `${publicPath}/docs-json` },
    ...SURFACES_SHOWN.map(({ name, title }) => ({ name: title, url: publicPath + pathOf(name) })),
  ];
  const options = {
    urls,
    'urls.primaryName': 'Everything',
    dom_id: '#swagger-ui',
    deepLinking: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    filter: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    tryItOutEnabled: true,
    layout: 'StandaloneLayout',
  };
  return `/* global SwaggerUIBundle, SwaggerUIStandalonePreset, window */
window.ui = SwaggerUIBundle({
  ...${JSON.stringify(options, null, 2)},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
});
`;
}
