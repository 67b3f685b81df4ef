import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FailureWriter } from './failure-writer.js';

/**
 * The one filter of the application. It is global because a filter bound to a controller misses malformed
 * JSON and unknown routes under the controller's path.
 */
@Catch()
export class SurfaceFilter implements ExceptionFilter {
  constructor(private readonly failures: FailureWriter) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.failures.write(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
