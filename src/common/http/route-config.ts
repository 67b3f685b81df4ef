import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { Log } from '../logging/log.js';
import type { RouteMeter } from '../metrics/request-metrics.js';
import type { JsonLimits } from './json-body.js';
import type { Surface } from './surface.js';

/** `sign_in` counts failures only; the others count requests. `mail`: routes that write to a mailbox. */
export type Limited = 'sign_in' | 'create' | 'lookup' | 'mail' | 'introspect';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Success message of the envelope. */
    message?: string;
    /** Limits of the JSON body; SMALL_JSON when absent. */
    json?: JsonLimits;
    /** The body is NDJSON, handed over as a stream; JSON is refused. */
    ndjson?: boolean;
    /** The body is a dump, handed over as a stream. */
    dump?: boolean;
    /** The body may be a form. */
    form?: boolean;
    /** Milliseconds; 0 = no deadline. */
    deadlineMs?: number;
    /** Which rate limit per address counts the request. */
    limited?: Limited;
    /** Runs without a RequestScope. */
    directWrite?: boolean;
    /** See HotPath. */
    hotPath?: boolean;
    /** What is done for the request finds it in the context; filled in when the route is registered. */
    followed?: boolean;
    /** See Probe. */
    probe?: boolean;
    /** See Followable. */
    followable?: boolean;
    /** That of the route's requests; filled in when the route is registered. */
    log?: Log;
    /** Its durations; filled in when the route is registered. */
    meter?: RouteMeter;
    /** The surface that owns the route; filled in when the route is registered. */
    surface?: Surface;
  }
}

interface RouteSettings {
  message?: string;
  json?: JsonLimits;
  ndjson?: boolean;
  dump?: boolean;
  form?: boolean;
  deadlineMs?: number;
  limited?: Limited;
  directWrite?: boolean;
  hotPath?: boolean;
  probe?: boolean;
  followable?: boolean;
}

/** Success message of the surface's envelope. */
export const Message = (message: string): MethodDecorator => withConfig({ message });

/** Limits of a route's JSON body that differ from SMALL_JSON. */
export const JsonBody = (json: JsonLimits): MethodDecorator => withConfig({ json });

/** A route that takes a stream of NDJSON instead of JSON. */
export const NdjsonBody = (): MethodDecorator => withConfig({ ndjson: true });

/** A route that takes a stream of bytes instead of JSON. */
export const DumpBody = (): MethodDecorator => withConfig({ dump: true });

/** A route that takes a form beside JSON. */
export const FormBody = (): MethodDecorator => withConfig({ form: true });

/** A route that may run longer than REQUEST_TIMEOUT_MS. @param ms milliseconds; 0 = no deadline. */
export const Deadline = (ms: number): MethodDecorator => withConfig({ deadlineMs: ms });

/** A route that answers as a stream of server-sent events too, and then has no deadline. */
export const Followable = (): MethodDecorator => withConfig({ followable: true });

/**
 * A route that writes by single commands: it runs without a RequestScope, because that costs, and when it takes too
 * long its outcome is unknown.
 */
export const DirectWrite = (): MethodDecorator => withConfig({ directWrite: true });

/**
 * A read that is called so often that on Node 20 and 22 it runs outside the request's context: there, context costs
 * each promise of the process. Lines that Nest's Logger writes do not name the request then: such a route logs with
 * `request.log`. The line of the request and that of its failure name it everywhere.
 */
export const HotPath = (): MethodDecorator => withConfig({ hotPath: true });

/** Asked every few seconds by machines: the log shows it at debug only. */
export const Probe = (): MethodDecorator => withConfig({ probe: true });

/** Adds to the route's Fastify configuration; Nest's own RouteConfig would replace what another decorator set. */
export function withConfig(settings: RouteSettings): MethodDecorator {
  return (_target, _key, descriptor) => {
    const handler = descriptor.value as object;
    const present = (Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) ?? {}) as RouteSettings;
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...present, ...settings }, handler);
  };
}
