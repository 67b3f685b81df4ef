import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { ERROR_DEFAULTS, type ErrorCode } from '../errors/error-codes.js';
import type { SurfaceTable } from './surface.js';

/** Node's own refusals (https://nodejs.org/api/http.html#event-clienterror); everything else is malformed. */
const CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.not_received',
};

/**
 * Answers bytes that never became a request. Their path is unknown, so they are refused in the dialect that owns
 * paths nobody owns; what follows on the connection cannot be told apart, so it is closed.
 */
export function refuseUnparsed(surfaces: SurfaceTable, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'request.malformed';
  const surface = surfaces.of('/');
  const [status, sentence] = surface.errors[code] ?? ERROR_DEFAULTS[code];
  const requestId = randomUUID();
  const body = JSON.stringify(surface.writeFailure({ code, status, sentence, requestId, path: '/' }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${surface.failureType ?? 'application/json; charset=utf-8'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
