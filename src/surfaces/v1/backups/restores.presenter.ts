import type { CollectionRestore } from '../../../modules/backups/collection-restores.js';
import type { CollectionRestoreDto } from './backups.dto.js';

export function presentRestore(one: CollectionRestore): CollectionRestoreDto {
  const { name, change, documentsThen, documentsNow } = one;
  return { name, change, documents_then: documentsThen, documents_now: documentsNow };
}
