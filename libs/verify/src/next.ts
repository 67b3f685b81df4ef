import type { Caller } from './caller.js';
import { VerifyError } from './errors.js';
import type { VerifyOptions } from './options.js';
import { Verifier } from './verifier.js';

/** A route handler that knows its caller. */
export type CallerHandler<Context> = (
  request: Request,
  caller: Caller,
  context: Context,
) => Response | Promise<Response>;

/**
 * For `middleware.ts` (`proxy.ts` from Next 16): requests without a valid token are answered 401, the others go on.
 * It tells route handlers nothing: a header that it set could be sent by anybody to a path that `matcher` leaves out.
 * Ask for the caller with withCaller().
 */
export function verifyRowhouse(options: VerifyOptions): (request: Request) => Promise<Response | undefined> {
  const verifier = new Verifier(options);
  return (request) => answered(() => authenticate(verifier, request).then(() => undefined));
}

/** Makes route handlers that get the caller as their second argument, and are not called without one. */
export function withCaller(
  options: VerifyOptions,
): <Context>(handler: CallerHandler<Context>) => (request: Request, context: Context) => Promise<Response> {
  const verifier = new Verifier(options);
  return (handler) => (request, context) =>
    answered(async () => {
      const caller = await authenticate(verifier, request);
      return handler(request, caller, context);
    });
}

const authenticate = (verifier: Verifier, { headers }: Request): Promise<Caller> =>
  verifier.authenticate(headers.get('authorization'), { apiKey: headers.get('x-api-key') });

async function answered<T>(work: () => Promise<T>): Promise<T | Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VerifyError) return error.getResponse();
    throw error;
  }
}
