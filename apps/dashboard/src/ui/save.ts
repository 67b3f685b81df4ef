/** Gives a file to the person at the browser. */
export function saveFile(name: string, content: BlobPart | BlobPart[], type = 'text/csv'): void {
  const address = URL.createObjectURL(new Blob(Array.isArray(content) ? content : [content], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // Chromium reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
