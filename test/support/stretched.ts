import { availableParallelism, loadavg } from 'node:os';

/**
 * Milliseconds that something may take on a machine with other things to do: what it may take on a quiet one, as
 * often as there is work for each core. For what would last much longer than that if it did not work.
 */
export const stretched = (ms: number): number => ms * (1 + loadavg()[0] / availableParallelism());
