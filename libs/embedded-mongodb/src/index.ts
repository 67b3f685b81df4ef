export { EmbeddedMongodb, type EmbeddedMongodbEvents } from './embedded-mongodb.js';
export { EmbeddedMongodbError, type EmbeddedMongodbErrorCode } from './errors.js';
export { findBinary } from './binary/find.js';
export type { BinarySource, FoundBinary } from './binary/found.js';
export type { DownloadProgress, EmbeddedMongodbOptions, FindBinaryOptions } from './options.js';
export { uriOfRunning } from './running.js';
export { startEmbeddedMongodb } from './start.js';
