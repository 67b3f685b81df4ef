export { readArchive, type ArchiveEvent } from './archive-reader.js';
export { writeArchive } from './archive-writer.js';
export { crc64, type Crc64 } from './crc64.js';
export { collectionOfFile, directoryFile, type DumpFile } from './directory.js';
export { documentsOf } from './documents.js';
export { readMetadata, writeMetadata, type CollectionSpec, type Spec } from './metadata.js';
export { DumpError, type DumpErrorCode } from './errors.js';
export { type DumpedCollection, storeOf } from './dump.types.js';
