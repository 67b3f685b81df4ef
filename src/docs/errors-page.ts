import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ERROR_DEFAULTS, type ErrorCode } from '../common/errors/error-codes.js';
import { escapeHtml } from '../common/html.js';
import { CACHING, ServedFile } from '../common/http/served-file.js';
import { ERROR_MEANINGS } from './error-meanings.js';

const HEAD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Errors of Rowhouse</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 48rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
dt { margin-top: 1rem; }
dt:target { outline: 3px solid #f59e0b; outline-offset: 2px; }
dd { margin: 0 0 0 1rem; }
</style>
</head>
<body>
<h1>Errors</h1>
<p>The native API under <code>/v1</code> names one of these codes in <code>code</code> and <code>type</code>.
The other surfaces report the same errors with the messages and statuses of their own documents.</p>
<dl>
`;
const TAIL = '</dl>\n</body>\n</html>\n';

/** Serves the page that `type` of a problem leads to (RFC 9457). It needs no script and no other file. */
export function serveErrorsPage(app: NestFastifyApplication): void {
  const { send } = new ServedFile('text/html; charset=utf-8', CACHING.asked, errorsPage);
  app.getHttpAdapter().getInstance().get('/docs/errors', send);
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
