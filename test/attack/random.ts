/** mulberry32: the same seed gives the same attack. */
export class Dice {
  constructor(private state: number) {}

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }
}

/**
 * `npm run test:attack` draws another attack on every run; it is printed, so that `ATTACK_SEED` repeats it.
 * In the whole suite it is always the same: a landing does not depend on chance.
 */
const SUITE_SEED = 102_470;
const IS_LONG = process.env['ATTACK_REQUESTS'] !== undefined;
export const SEED = Number(process.env['ATTACK_SEED'] ?? (IS_LONG ? Date.now() % 1_000_000 : SUITE_SEED));
