const FIRST_MS = 1000;

/**
 * Milliseconds to wait after the `tries`-th failure: 1 s, doubling to `longest`, each plus up to half of it at
 * random, so that what failed together is not tried together again.
 */
export function backoff(tries: number, longest: number): number {
  const base = FIRST_MS * 2 ** Math.min(tries - 1, 30); // beyond 2^30 s every limit is reached
  return Math.min(base * (1 + Math.random() / 2), longest);
}
