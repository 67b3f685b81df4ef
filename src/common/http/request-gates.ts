import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { checkMediaType } from './media-types.js';

/**
 * Looks at a request before its body is read. Most have nothing to wait for, so a promise is made only where there
 * is. @throws or rejects with AppError
 */
export type Gate = (request: FastifyRequest, reply: FastifyReply) => Promise<void> | void;

/**
 * What is decided on the headers alone, so that a body costs nothing before it is wanted: unknown paths, rate limits,
 * tokens, media types. Nest's guards run after the parser.
 */
export class RequestGates {
  private gates: readonly Gate[] = [checkMediaType];

  /** Comes before what was added earlier. */
  add(...gates: Gate[]): void {
    this.gates = [...gates, ...this.gates];
  }

  /** @returns undefined when the request has passed already */
  pass(request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    if (request.is404) throw new AppError('route.unknown');
    return this.passFrom(0, request, reply);
  }

  private passFrom(index: number, request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    for (let i = index; i < this.gates.length; i++) {
      const waiting = this.gates[i](request, reply);
      if (waiting) return waiting.then(() => this.passFrom(i + 1, request, reply));
    }
    return undefined;
  }
}
