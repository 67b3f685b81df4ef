import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import { bindTenant, carrierOf, tenantOf } from './request-tenants.js';
import { TenancyMisconfiguredError } from './tenancy.errors.js';
import type { TenantMode } from './tenancy.options.js';
import { TenantConnectionFactory } from './tenant-connection.factory.js';

interface Response {
  once(event: string, listener: () => void): unknown;
}

/**
 * Acquires the tenant of a request, or of a message, before the handler; what a client sends never chooses
 * it (see `keyFromRequest`). The lease ends when the handler has failed, or has
 * ended and the response is sent: a client that hangs up does not end the lease of a running write.
 *
 * @example
 * ```ts
 * import { Module } from '@nestjs/common';
 * import { APP_INTERCEPTOR } from '@nestjs/core';
 * import { TenantInterceptor } from '@rowhouse/tenancy';
 *
 * @Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: TenantInterceptor }] })
 * export class AppModule {}
 * ```
 */
@Injectable()
export class TenantInterceptor implements NestInterceptor {
  readonly #factory: TenantConnectionFactory;
  readonly #keyFromRequest: (request: unknown) => string | undefined;

  constructor(@Inject(TenantConnectionFactory) factory: TenantConnectionFactory) {
    if (factory.keyFromRequest === undefined) {
      throw new TenancyMisconfiguredError('TenantInterceptor needs the option keyFromRequest.');
    }
    this.#factory = factory;
    this.#keyFromRequest = factory.keyFromRequest;
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const carrier = carrierOf(context);
    if (carrier === undefined || tenantOf(context, carrier) !== undefined) return next.handle();
    const key = this.#keyFromRequest(carrier);
    if (key === undefined) return next.handle();
    const end = new RequestEnd(responseOf(context));
    const lease = await this.#factory.acquire(key, modeOf(context, carrier));
    const binding = bindTenant(context, carrier, lease.db);
    const scope = this.#factory.ambient?.scope(lease.db);
    end.onEnd = () => {
      scope?.end();
      binding.unbind();
      lease.release();
    };
    return binding.run(() => (scope === undefined ? handle(next, end) : scope.run(() => handle(next, end))));
  }
}

// A handler can throw before it returns an observable; that must end the lease as well.
function handle(next: CallHandler, end: RequestEnd): Observable<unknown> {
  try {
    const settle = () => end.handlerEnded();
    const fail = () => end.fail();
    return next.handle().pipe(tap({ complete: settle, error: fail, unsubscribe: settle }));
  } catch (error) {
    end.fail();
    throw error;
  }
}

class RequestEnd {
  onEnd: () => void = () => undefined;
  #handlerEnded = false;
  #responseEnded: boolean;

  constructor(response: Response | undefined) {
    this.#responseEnded = response === undefined;
    const ended = () => {
      this.#responseEnded = true;
      this.#endIfDone();
    };
    response?.once('finish', ended);
    response?.once('close', ended);
  }

  handlerEnded(): void {
    this.#handlerEnded = true;
    this.#endIfDone();
  }

  fail(): void {
    this.#responseEnded = true;
    this.handlerEnded();
  }

  #endIfDone(): void {
    if (this.#handlerEnded && this.#responseEnded) this.onEnd();
  }
}

function modeOf(context: ExecutionContext, carrier: object): TenantMode {
  if (context.getType<string>() === 'graphql') return isQuery(context.getArgByIndex(3)) ? 'read' : 'write';
  if (context.getType() !== 'http' || !('method' in carrier)) return 'write';
  return carrier.method === 'GET' || carrier.method === 'HEAD' ? 'read' : 'write';
}

// The schema reaches a resolver of a query by no mutation; a subscription may write.
function isQuery(info: unknown): boolean {
  const { operation } = (info ?? {}) as { operation?: { operation?: unknown } };
  return operation?.operation === 'query';
}

// Fastify's reply holds node's response in `raw`; Express' response is one.
function responseOf(context: ExecutionContext): Response | undefined {
  if (context.getType() !== 'http') return undefined;
  const response: unknown = context.switchToHttp().getResponse();
  const raw: unknown = isObject(response) && 'raw' in response ? response.raw : response;
  return isResponse(raw) ? raw : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isResponse(value: unknown): value is Response {
  return isObject(value) && 'once' in value && typeof value.once === 'function';
}
