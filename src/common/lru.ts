import { LRUCache } from 'lru-cache';

const ONE = (): number => 1;

/**
 * What was used last, of at most `most` entries. Its memory grows with them: by its option `max`, LRUCache takes the
 * room of all at once, 1 MB and some milliseconds of the start for 50 000.
 */
export const lruOf = <V extends object | string | number | boolean>(most: number): LRUCache<string, V> =>
  new LRUCache({ maxSize: most, sizeCalculation: ONE });
