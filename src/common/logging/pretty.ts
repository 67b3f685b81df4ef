import type { DestinationStream } from 'pino';

/** Those that the message says already, or that nobody reads in a terminal. */
const HIDDEN = 'pid,hostname,context,request_id,surface,route,method,status,duration_ms,aborted';

/** One readable line each, for people. pino-pretty is loaded where it is wanted only. */
export async function prettyLines(
  colorize: boolean,
  destination?: DestinationStream,
): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    colorize,
    sync: true,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: HIDDEN,
    messageFormat: readable,
    ...(destination === undefined ? {} : { destination: destination as NodeJS.WritableStream }),
  });
}

/** What the log's own lines carry, as text or number. */
type Shown = Partial<
  Record<
    'context' | 'request_id' | 'method' | 'route' | 'status' | 'duration_ms' | 'aborted',
    string | number | boolean
  >
>;

function readable(line: Record<string, unknown>, messageKey: string): string {
  const message = line[messageKey] as string | undefined;
  const { context: from, request_id: id, method, route, status, duration_ms: ms, aborted } = line as Shown;
  if (route !== undefined && ms !== undefined) {
    return `${method} ${route} ${status} ${ms} ms${aborted ? ' (aborted)' : ''} ${id}`;
  }
  const context = from === undefined ? '' : `[${from}] `;
  const request = id === undefined ? '' : ` (request ${id})`;
  return `${context}${message ?? ''}${request}`;
}
