/** Used of a total; undefined: nobody knows. */
export interface ServerRoom {
  /** File descriptors of mongod. */
  files: Share | undefined;
  /** Bytes of the file system of the data. */
  disk: Share | undefined;
}

interface Share {
  used: number;
  total: number;
}

/** Percent that must stay free; 0 = never asked, 100 = nothing new at all. */
export interface Thresholds {
  files: number;
  disk: number;
}

/** A collection is a file, and each of its indexes is another one. */
export const FILES_PER_COLLECTION = 2;
/** `data`, and the mark, which has no index. */
export const FILES_PER_ORGANIZATION = FILES_PER_COLLECTION + 1;
/** Bytes: of a larger disk, that part of this much has to be free. A tenth of 100 GiB is room enough. */
const LARGE_DISK = 100 * 2 ** 30;

/** How many files may still be made: 0 when disk or files are short, Infinity when nobody knows. */
export function filesFor({ files, disk }: ServerRoom, thresholds: Thresholds): number {
  if (spare(disk, thresholds.disk, LARGE_DISK) <= 0) return 0;
  return Math.max(0, Math.floor(spare(files, thresholds.files)));
}

/** The same for a move, which gives back what it takes: half of what must stay free is its own. */
export function filesForMoves({ files }: ServerRoom, thresholds: Thresholds): number {
  return Math.max(0, Math.floor(spare(files, thresholds.files / 2)));
}

/** What is free beyond the percentage that must stay free. */
function spare(share: Share | undefined, percent: number, large = Infinity): number {
  if (percent === 100) return 0;
  if (share === undefined || percent === 0) return Infinity;
  return share.total - share.used - Math.min(share.total, large) * (percent / 100);
}
