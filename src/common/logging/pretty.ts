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

function readable(line: Record<string, unknown>, messageKey: string): string {
  const message = line[messageKey] as string | undefined;
  if (line['route'] !== undefined && line['duration_ms'] !== undefined) {
    const { method, route, status, duration_ms: ms, aborted } = line;
    return `${method} ${route} ${status} ${ms} ms${aborted ? ' (aborted)' : ''} ${line['request_id']}`;
  }
  const context = line['context'] === undefined ? '' : `[${line['context']}] `;
  const request = line['request_id'] === undefined ? '' : ` (request ${line['request_id']})`;
  return `${context}${message ?? ''}${request}`;
}
