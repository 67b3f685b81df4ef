/** Spread into the options of a request with an `application/x-ndjson` body. */
interface NdjsonInit {
  body: string;
  bodySerializer: (body: string) => string;
  headers: { 'content-type': 'application/x-ndjson' };
  /** A body that is sent while it is made needs it (Fetch standard); absent from the types of the DOM. */
  duplex?: 'half';
}

const asItIs = (body: string): string => body;
const headers = { 'content-type': 'application/x-ndjson' } as const;

/**
 * Documents as lines. An array is sent as text; anything else is sent while it is read, whatever its size,
 * which Node and browsers with HTTP/2 can do.
 */
export function ndjson(documents: readonly object[] | AsyncIterable<object> | ReadableStream): NdjsonInit {
  if (Array.isArray(documents)) {
    return { body: (documents as object[]).map(line).join(''), bodySerializer: asItIs, headers };
  }
  const stream =
    documents instanceof ReadableStream ? documents : streamOf(documents as AsyncIterable<object>);
  // OpenAPI has no word for a stream: its types say text.
  return { body: stream as unknown as string, bodySerializer: asItIs, headers, duplex: 'half' };
}

/** The documents of an NDJSON answer, one at a time; ask for it with `parseAs: 'stream'`. */
export async function* readNdjson<T = Record<string, unknown>>(
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<T, void, undefined> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = done ? '' : lines.pop()!;
      for (const text of lines) if (text.trim() !== '') yield JSON.parse(text) as T;
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

const line = (document: object): string => `${JSON.stringify(document)}\n`;

function streamOf(documents: AsyncIterable<object>): ReadableStream<Uint8Array> {
  const source = documents[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(line(next.value)));
    },
    cancel: async () => {
      await source.return?.();
    },
  });
}
