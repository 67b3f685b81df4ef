import type { FastifyReply, FastifyRequest } from 'fastify';

export type Attributes = Record<string, string | number | boolean>;

/** What is read of the driver's events. */
export interface CommandStarted {
  requestId: number;
  commandName: string;
  databaseName: string;
  command: Record<string, unknown>;
}
export interface CommandEnded {
  requestId: number;
}
/** The driver's client, which is not imported here. */
export interface CommandEvents {
  on(event: 'commandStarted', listener: (event: CommandStarted) => void): unknown;
  on(event: 'commandSucceeded' | 'commandFailed', listener: (event: CommandEnded) => void): unknown;
}

/** Makes spans. Loaded when traces are exported, and not otherwise. */
export interface Tracer {
  /** Begins the span of a request; it ends with its connection. Names the trace in `request.traceId`. */
  follow(request: FastifyRequest, reply: FastifyReply): void;
  /** Runs work in a span below the one it is called in; where there is none, without one. */
  run<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** Makes a span of each command that the driver's client sends for a traced request; it has `monitorCommands`. */
  traceCommands(client: CommandEvents): void;
  /** Sends what is waiting. */
  stop(): Promise<void>;
}

let current: Tracer | undefined;

/** Of the process; undefined: no traces are made any more. */
export function useTracer(tracer: Tracer | undefined): void {
  current = tracer;
}

export const tracer = (): Tracer | undefined => current;

/** Runs work in a span of the request it is done for, when there are traces. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return current === undefined ? work() : current.run(name, attributes, work);
}
