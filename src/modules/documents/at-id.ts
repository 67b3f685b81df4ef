import { AppError } from '../../common/errors/app-error.js';
import type { DocumentId } from './document.schema.js';
import { idOfPath, otherIdOfPath } from './document-input.js';
import type { JsonId } from './documents.types.js';

/** Works on the document that a path names; where there is none, on the one its text may mean otherwise. */
export async function atId<T>(id: string | JsonId, work: (key: DocumentId) => Promise<T>): Promise<T> {
  try {
    return await work(idOfPath(id));
  } catch (error) {
    const other = otherIdOfPath(id);
    if (other === undefined || !(error instanceof AppError) || error.code !== 'document.not_found')
      throw error;
    return work(other);
  }
}
