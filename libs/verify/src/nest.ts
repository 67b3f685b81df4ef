import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  HttpException,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from './caller.js';
import { VerifyError } from './errors.js';
import type { VerifyOptions } from './options.js';
import { Verifier } from './verifier.js';

const PUBLIC = 'rowhouse-verify:public';
const PERMISSION = 'rowhouse-verify:permission';

interface Carrier {
  headers?: Record<string, string | string[] | undefined>;
  rowhouse?: Caller;
  ip?: string;
}
interface Answer {
  header?: (name: string, value: string) => unknown;
}

/** The route or the controller answers without a token. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Callers without the permission are answered 403. */
export const RequirePermission = (permission: string): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, permission);

/** The caller, as a parameter of a handler. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = carrierOf(context)?.rowhouse;
  if (caller === undefined) throw new Error('@CurrentCaller() needs the guard of verifyRowhouse()');
  return caller;
});

/**
 * A guard for `useGlobalGuards`, `@UseGuards` or `{ provide: APP_GUARD, useValue: … }`, over HTTP (Express and
 * Fastify) and GraphQL, whose context has the request as `req`. Messages of other transports are refused: they have
 * no headers.
 */
export const verifyRowhouse = (options: VerifyOptions): CanActivate => new RowhouseGuard(options);

class RowhouseGuard implements CanActivate {
  private readonly reflector = new Reflector();
  private readonly verifier: Verifier;

  constructor(options: VerifyOptions) {
    this.verifier = new Verifier(options);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const carrier = carrierOf(context);
    try {
      const { authorization, 'x-api-key': apiKey } = carrier?.headers ?? {};
      const address = carrier?.ip;
      const caller = await this.verifier.authenticate([authorization].flat()[0], { apiKey, address });
      const permission = this.reflector.getAllAndOverride<string | undefined>(PERMISSION, targets);
      if (permission !== undefined) caller.require(permission);
      carrier!.rowhouse = caller;
      return true;
    } catch (error) {
      throw error instanceof VerifyError ? refused(error, context) : error;
    }
  }
}

/** What belongs to this request alone and was made by the server; never a message, which its sender wrote. */
function carrierOf(context: ExecutionContext): Carrier | undefined {
  const type = context.getType<string>();
  if (type === 'http') return context.switchToHttp().getRequest<Carrier>();
  if (type === 'graphql') return context.getArgByIndex<{ req?: Carrier } | undefined>(2)?.req;
  return undefined;
}

function refused(error: VerifyError, context: ExecutionContext): HttpException {
  const { status, headers, code, message } = error;
  if (context.getType<string>() === 'http') {
    const answer = context.switchToHttp().getResponse<Answer>();
    for (const [name, value] of Object.entries(headers)) answer.header?.(name, value);
  }
  // eslint-disable-next-line no-restricted-syntax -- what filters of a Nest application expect of a guard
  return new HttpException({ statusCode: status, code, message }, status, { cause: error });
}
