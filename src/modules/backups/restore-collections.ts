import { readMetadata, storeOf } from '@rowhouse/mongo-dump';
import type { RestoreSource } from '../organizations/moves/restore.types.js';
import type { BackupReader } from './backup-reader.js';

/** The collections of a backup, as a restore makes them. @throws DumpError */
export function collectionsOf({ contents }: BackupReader): RestoreSource['collections'][number][] {
  return contents.collections.map((archived) => ({
    name: archived.name,
    kind: archived.type,
    store: storeOf(archived),
    documents: archived.documents,
    ...readMetadata(archived.metadata),
  }));
}
