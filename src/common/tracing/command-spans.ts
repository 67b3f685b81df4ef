import { type Span, SpanStatusCode } from '@opentelemetry/api';
import type { Attributes, CommandEnded, CommandEvents } from './tracing.js';

/**
 * A span for each command to MongoDB. It names the command, database and collection, never a value.
 * @param begin begins a span where the caller is traced
 */
export function traceCommands(
  client: CommandEvents,
  begin: (name: string, attributes: Attributes) => Span | undefined,
): void {
  const open = new Map<number, Span>();
  client.on('commandStarted', ({ requestId, commandName, databaseName, command }) => {
    const collection = command[commandName];
    const attributes: Attributes = {
      'db.system.name': 'mongodb',
      'db.operation.name': commandName,
      'db.namespace': databaseName,
    };
    if (typeof collection === 'string') attributes['db.collection.name'] = collection;
    const span = begin(`mongodb ${commandName}`, attributes);
    if (span) open.set(requestId, span);
  });
  const end =
    (isError: boolean) =>
    ({ requestId }: CommandEnded) => {
      const span = open.get(requestId);
      if (span === undefined) return;
      open.delete(requestId);
      if (isError) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  client.on('commandSucceeded', end(false));
  client.on('commandFailed', end(true));
}
