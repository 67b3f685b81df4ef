/** One event of a `text/event-stream`. */
export interface StreamEvent {
  /** Where a later stream goes on; the id of the last event that had one. */
  id: string;
  /** Its kind; empty for one that only moves the place. */
  type: string;
  data: string;
}

/**
 * The events of a stream, as they come.
 * @param body of an answer of the type text/event-stream
 * @param onBytes something came, a comment too
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      text += decoder.decode(value, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event: StreamEvent = { id, type: '', data: '' };
        for (const line of text.slice(0, end).split('\n')) {
          const colon = line.indexOf(': ');
          const [field, given] = [line.slice(0, colon), line.slice(colon + 2)];
          if (field === 'id') event.id = id = given;
          if (field === 'event') event.type = given;
          if (field === 'data') event.data += given;
        }
        text = text.slice(end + 2);
        yield event;
      }
    }
  } finally {
    // A reader that stops closes the connection.
    await reader.cancel().catch(() => undefined);
  }
}
