import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { ERROR_DEFAULTS, type ErrorCode } from '../errors/error-codes.js';
import { pathOf } from './failure-writer.js';
import type { SurfaceTable } from './surface.js';

/** What Node's parser was reading when it gave up: not always the beginning of the request. */
interface UnparsedError extends NodeJS.ErrnoException {
  rawPacket?: Buffer;
}

/** Node's own errors (https://nodejs.org/api/http.html#event-clienterror); everything else is malformed. */
const CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.not_received',
};

/**
 * Answers bytes that never became a request, in the surface of the path in their request line; where that cannot
 * be read, in the surface that owns paths nobody owns. What follows on the connection cannot be told apart, so it
 * is closed.
 */
export function refuseUnparsed(
  surfaces: SurfaceTable,
  publicPath: string,
  error: UnparsedError,
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'request.malformed';
  const path = pathSent(error.rawPacket);
  const surface = surfaces.of(path);
  const [status, message] = surface.errors[code] ?? ERROR_DEFAULTS[code];
  const requestId = randomUUID();
  const body = JSON.stringify(
    surface.writeFailure({ code, status, message, requestId, path: path.slice(0, MAX_PATH), publicPath }),
  );
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${surface.failureType ?? 'application/json; charset=utf-8'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Characters of a path that the answer says again. */
const MAX_PATH = 2048;
const REQUEST_TARGET = /^[A-Z]{3,10} ([^ \r\n]+)/;

function pathSent(packet: Buffer | undefined): string {
  const target = REQUEST_TARGET.exec(packet?.toString('latin1') ?? '')?.[1];
  const path = target === undefined ? '/' : pathOf(target);
  return path.startsWith('/') ? path : '/';
}
