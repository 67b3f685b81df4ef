import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { servedRequest, type ServedRequest } from '../request-scope.js';
import type { LogOptions } from './log-options.js';
import { prettyLines } from './pretty.js';
import { scrub } from './scrub.js';

/** The service's one log: Fastify's, Nest's (see NestLog) and that of the start. */
export type Log = Logger;

/** Lines are written in batches of so many bytes, and none waits longer than so many milliseconds. */
const BATCH_BYTES = 12_288;
const BATCH_MS = 100;
/** No code logs these; should one do so, they are not written. */
const NEVER = ['password', 'secret', 'token', 'cookie', 'authorization'];

/** @param destination standard output when absent */
export async function createLog(
  { level, format, colours, links }: LogOptions,
  destination?: DestinationStream,
): Promise<Log> {
  const redact = { paths: links ? NEVER : [...NEVER, 'link'], remove: true };
  const options: LoggerOptions = {
    level,
    redact,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => requestFields(servedRequest()),
    serializers: { err: errorFields, req: () => undefined, res: () => undefined },
    hooks: { logMethod: scrubMessage },
  };
  if (format === 'pretty') return pino(options, await prettyLines(colours, destination));
  const out = destination ?? standardOutput();
  return pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, out);
}

/** Its timer runs only while a line waits: sonic-boom's own `periodicFlush` would outlive a closed application. */
function standardOutput(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: false, minLength: BATCH_BYTES });
  const write = out.write.bind(out);
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    out.flush(); // with a callback it would sync the file as well, ten times a second, beside the database's journal
  };
  out.write = (line) => {
    timer ??= setTimeout(flush, BATCH_MS).unref();
    return write(line);
  };
  return out;
}

/** What every line of a request says of it. */
export function requestFields(request: ServedRequest | undefined): {
  request_id?: string;
  trace_id?: string;
  organization_id?: string;
  user_id?: string;
  impersonator_id?: string;
} {
  if (request === undefined) return {};
  const { id, traceId, actor } = request;
  return {
    request_id: id,
    trace_id: traceId,
    organization_id: actor?.organizationId,
    user_id: actor?.userId,
    impersonator_id: actor?.impersonatorId,
  };
}

/** An error's own properties may hold documents, so none of them is written but its code. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: scrub(message),
    stack: scrub(stack ?? `${name}: ${message}`),
    ...(cause instanceof Error ? { cause: errorFields(cause) } : {}),
  };
}

function scrubMessage(
  this: Logger,
  args: Parameters<Logger['info']>,
  method: (...args: Parameters<Logger['info']>) => void,
): void {
  const at = typeof args[0] === 'string' ? 0 : 1;
  const message: unknown = args[at];
  if (typeof message === 'string' && message.length > 16) (args as unknown[])[at] = scrub(message);
  method.apply(this, args);
}
