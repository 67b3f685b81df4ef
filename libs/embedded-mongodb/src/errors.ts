/** What went wrong, for programs; the message is for people. */
export type EmbeddedMongodbErrorCode =
  | 'binary_missing'
  | 'binary_broken'
  | 'data_foreign'
  | 'data_newer'
  | 'data_older'
  | 'data_in_use'
  | 'disk_full'
  | 'port_in_use'
  | 'too_many_files'
  | 'start_failed';

/** Why a start failed. The message says what to do. */
export class EmbeddedMongodbError extends Error {
  override readonly name = 'EmbeddedMongodbError';

  constructor(
    readonly code: EmbeddedMongodbErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The `code` of a Node.js system error, if it is one. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The first line of whatever was thrown. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0] ?? '';
}
