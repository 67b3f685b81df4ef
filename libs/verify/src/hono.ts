import type { MiddlewareHandler } from 'hono';
import type { Caller } from './caller.js';
import { VerifyError } from './errors.js';
import type { VerifyOptions } from './options.js';
import { Verifier } from './verifier.js';

/** For `new Hono<RowhouseEnv>()`: `c.get('rowhouse')` is the caller. */
export interface RowhouseEnv {
  Variables: { rowhouse: Caller };
}

/** Requests without a valid token are answered 401; of the others `c.get('rowhouse')` is the caller. */
export function verifyRowhouse(options: VerifyOptions): MiddlewareHandler<RowhouseEnv> {
  const verifier = new Verifier(options);
  return async (c, next) => {
    let caller: Caller;
    try {
      caller = await verifier.authenticate(c.req.header('authorization'), {
        apiKey: c.req.header('x-api-key'),
      });
    } catch (error) {
      if (error instanceof VerifyError) return error.getResponse();
      throw error;
    }
    c.set('rowhouse', caller);
    return next();
  };
}

/** Behind verifyRowhouse(): callers without the permission are answered 403. */
export const requirePermission =
  (permission: string): MiddlewareHandler<RowhouseEnv> =>
  async (c, next) => {
    const caller = c.get('rowhouse') as Caller | undefined;
    if (caller === undefined) return new VerifyError('token.missing').getResponse();
    caller.require(permission);
    return next();
  };
