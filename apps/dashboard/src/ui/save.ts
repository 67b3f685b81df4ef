import { RowhouseError } from '@rowhouse/api-client/core';

/** Gives a file to the person at the browser. */
export function saveFile(name: string, content: BlobPart | BlobPart[], type = 'text/csv'): void {
  const address = URL.createObjectURL(new Blob(Array.isArray(content) ? content : [content], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // Chromium reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The answer of the service as a file. @throws RowhouseError */
export async function saveJson(
  name: string,
  reply: Promise<{ data?: Blob; error?: unknown; response: Response }>,
): Promise<void> {
  const { data, error, response } = await reply;
  if (data === undefined) throw new RowhouseError(response, error);
  saveFile(name, data, 'application/json');
}
