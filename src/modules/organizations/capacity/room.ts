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

/** Percent that must stay free; 0 = never asked, 100 = no new organizations at all. */
export interface Thresholds {
  files: number;
  disk: number;
}

/** One collection with its index, and as much again for what its members begin with. */
const FILES_PER_ORGANIZATION = 4;
/** Bytes: of a larger disk, that part of this much has to be free. A tenth of 100 GiB is room enough. */
const LARGE_DISK = 100 * 2 ** 30;

/** How many organizations may still be made: 0 when disk or files are short, Infinity when nobody knows. */
export function placesIn({ files, disk }: ServerRoom, thresholds: Thresholds): number {
  if (spare(disk, thresholds.disk, LARGE_DISK) <= 0) return 0;
  return Math.max(0, Math.floor(spare(files, thresholds.files) / FILES_PER_ORGANIZATION));
}

/** What is free beyond the percentage that must stay free. */
function spare(share: Share | undefined, percent: number, large = Infinity): number {
  if (percent === 100) return 0;
  if (share === undefined || percent === 0) return Infinity;
  return share.total - share.used - Math.min(share.total, large) * (percent / 100);
}
