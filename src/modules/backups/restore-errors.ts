import { DumpError } from '@rowhouse/mongo-dump';
import { AppError } from '../../common/errors/app-error.js';
import { DiffUnknown } from '../../database/journal/document-diff.js';
import { refused } from './backup-downloads.service.js';

/** What a restore is told of a source that cannot be read. */
export const told = (error: unknown): unknown =>
  error instanceof DiffUnknown || error instanceof DumpError
    ? new AppError('backup.damaged', {}, { cause: error })
    : refused(error);

/** The same for what is read while it is restored. */
export async function* known<T>(source: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* source;
  } catch (error) {
    throw told(error);
  }
}
