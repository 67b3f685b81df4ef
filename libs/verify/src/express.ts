import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from './caller.js';
import { PROBLEM, VerifyError } from './errors.js';
import type { VerifyOptions } from './options.js';
import { Verifier } from './verifier.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- where Express's types are extended
  namespace Express {
    interface Request {
      /** Who makes the request; set by verifyRowhouse(). */
      rowhouse?: Caller;
    }
  }
}

type Request = IncomingMessage & { rowhouse?: Caller; ip?: string };
/** A handler of Express 4 or 5, or of Connect. */
export type Middleware = (
  request: Request,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Requests without a valid token are answered 401; of the others `request.rowhouse` is the caller. */
export function verifyRowhouse(options: VerifyOptions): Middleware {
  const verifier = new Verifier(options);
  return (request, response, next) => {
    const { authorization, 'x-api-key': apiKey } = request.headers;
    const address = request.ip ?? request.socket.remoteAddress;
    verifier.authenticate(authorization, { apiKey, address }).then(
      (caller) => {
        request.rowhouse = caller;
        next();
      },
      (error: unknown) => refuse(error, response, next),
    );
  };
}

/** Behind verifyRowhouse(): callers without the permission are answered 403. */
export const requirePermission =
  (permission: string): Middleware =>
  ({ rowhouse: caller }, response, next) => {
    try {
      if (caller === undefined) throw new VerifyError('token.missing');
      caller.require(permission);
    } catch (error) {
      refuse(error, response, next);
      return;
    }
    next();
  };

function refuse(error: unknown, response: ServerResponse, next: (error?: unknown) => void): void {
  if (!(error instanceof VerifyError)) {
    next(error);
    return;
  }
  response.writeHead(error.status, { ...error.headers, 'content-type': PROBLEM });
  response.end(JSON.stringify(error.body));
}
