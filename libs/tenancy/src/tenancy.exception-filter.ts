import { Catch, HttpException, Logger, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { throwError } from 'rxjs';
import { TenancyError, type TenancyErrorCode } from './tenancy.errors.js';

interface Reply {
  status: number;
  error: string;
  message: string;
}

/** What a caller may read. It names no key and no database; a code without an entry is the application's fault. */
const REPLIES: Partial<Record<TenancyErrorCode, Reply>> = {
  'tenant.unknown': { status: 404, error: 'Not Found', message: 'There is no such tenant.' },
  'tenant.missing': { status: 403, error: 'Forbidden', message: 'The caller has no tenant.' },
  'tenant.invalid_key': { status: 403, error: 'Forbidden', message: 'The caller has no tenant.' },
  'tenant.suspended': { status: 403, error: 'Forbidden', message: 'The tenant is suspended.' },
  'tenant.unavailable': later('The tenant is not available now.'),
  'tenant.busy': later('The tenant has too many requests at once.'),
  'tenant.fenced': later('The tenant is not available now.'),
  'tenant.fence_lifted': later('The tenant is not available now.'),
  'tenant.drain_timeout': later('The tenant is not available now.'),
  'tenant.migrating': later('The tenant is being brought up to date.'),
  'tenant.migration_failed': later('The tenant could not be brought up to date.'),
  'tenant.pool_exhausted': later('Too many tenants are in use.'),
  'tenant.term_ended': later('It is not known whether the write happened.'),
  'tenancy.closed': later('The service is stopping.'),
};
const INTERNAL: Reply = { status: 500, error: 'Internal Server Error', message: 'Internal server error' };
const RETRY_AFTER_SECONDS = '1';

/**
 * Answers a `TenancyError` in the way of its transport. An unknown tenant is 404, a caller without a tenant and a
 * suspended one are 403, what passes is 503 with `Retry-After: 1`, and the rest, a fault of the application, is 500
 * and logged. Each answer has the error's `code`.
 *
 * - HTTP: `{ statusCode, error, message, code }`.
 * - GraphQL: an error with `extensions.code`.
 * - Microservices: the observable fails with `{ status: 'error', message, code }`.
 * - Gateways: the event `exception` with that object; as JSON `{ event, data }` on a ws socket.
 *
 * @example
 * ```ts
 * import { Module } from '@nestjs/common';
 * import { APP_FILTER } from '@nestjs/core';
 * import { TenancyExceptionFilter } from '@rowhouse/tenancy';
 *
 * @Module({ providers: [{ provide: APP_FILTER, useClass: TenancyExceptionFilter }] })
 * export class AppModule {}
 * ```
 */
@Catch(TenancyError)
export class TenancyExceptionFilter extends BaseExceptionFilter<TenancyError> {
  /** @returns for microservices an observable that fails, for GraphQL the error; otherwise nothing */
  override catch(exception: TenancyError, host: ArgumentsHost): unknown {
    const reply = Object.hasOwn(REPLIES, exception.code) ? REPLIES[exception.code] : undefined;
    if (reply === undefined || exception.code === 'tenant.migration_failed')
      new Logger(TenancyExceptionFilter.name).error(exception);
    const { status, error, message } = reply ?? INTERNAL;
    const { code } = exception;
    switch (host.getType<string>()) {
      case 'http':
        return this.#answer(host, new Refusal({ statusCode: status, error, message, code }, status));
      case 'rpc':
        return throwError(() => ({ status: 'error', message, code }));
      case 'ws':
        return tell(host.switchToWs().getClient(), { status: 'error', message, code });
      default:
        return Object.assign(new Error(message), { extensions: { code } });
    }
  }

  #answer(host: ArgumentsHost, refusal: Refusal): void {
    const adapter = this.applicationRef ?? this.httpAdapterHost?.httpAdapter;
    const response: unknown = host.switchToHttp().getResponse();
    if (refusal.getStatus() === 503 && adapter?.isHeadersSent(response) === false)
      adapter.setHeader?.(response, 'Retry-After', RETRY_AFTER_SECONDS);
    super.catch(refusal as unknown as TenancyError, host);
  }
}

/** What Nest's own filter answers with its body. */
class Refusal extends HttpException {}

interface Client {
  readyState?: unknown;
  send?: (text: string) => void;
  emit?: (event: string, data: unknown) => void;
}

// A ws socket has `emit` too, which only calls its own listeners.
function tell(client: Client, data: object): void {
  if (typeof client.readyState === 'number') client.send?.(JSON.stringify({ event: 'exception', data }));
  else client.emit?.('exception', data);
}

function later(message: string): Reply {
  return { status: 503, error: 'Service Unavailable', message };
}
