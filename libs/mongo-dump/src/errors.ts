/** `format`: these bytes are no dump; `truncated`: its end is missing; `checksum`: it was changed on its way. */
export type DumpErrorCode = 'format' | 'truncated' | 'checksum';

/** What was given cannot be read as a dump. */
export class DumpError extends Error {
  constructor(
    readonly code: DumpErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'DumpError';
  }
}
