import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ERROR_DEFAULTS, type ErrorCode } from '../common/errors/error-codes.js';
import { escapeHtml } from '../common/html.js';
import { ERROR_MEANINGS } from './error-meanings.js';

const HEAD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Errors of Rowhouse</title>
</head>
<body>
<h1>Errors</h1>
<p>The native API under <code>/v1</code> names one of these codes in <code>code</code> and <code>type</code>.
The other surfaces report the same errors with the messages and statuses of their own documents.</p>
<dl>
`;
const TAIL = '</dl>\n</body>\n</html>\n';

/** Serves the page that `type` of a problem leads to (RFC 9457). It needs neither script nor style. */
export function serveErrorsPage(app: NestFastifyApplication): void {
  const page = errorsPage();
  app
    .getHttpAdapter()
    .getInstance()
    .get('/docs/errors', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
}

/** One anchor per code. */
export function errorsPage(): string {
  return HEAD + (Object.keys(ERROR_DEFAULTS) as ErrorCode[]).map(entry).join('') + TAIL;
}

function entry(code: ErrorCode): string {
  const [status, message] = ERROR_DEFAULTS[code];
  const meaning = escapeHtml(ERROR_MEANINGS[code]).replace(/`([^`]+)`/g, '<code>$1</code>');
  const term = `<dt id="${code}"><a href="#${code}"><code>${code}</code></a> ${status} ${escapeHtml(message)}</dt>`;
  return `${term}\n<dd>${meaning}</dd>\n`;
}
