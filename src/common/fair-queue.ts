import { AppError } from './errors/app-error.js';
import { aheadInLine, EVERY, FairLine } from './fair-line.js';

/** A claim to a slot. */
export interface Claim {
  /** Those with one key share a turn. */
  key: string;
  /** Served before the others, three times of four. */
  preferred?: boolean;
  /** Served before the others of its key, three times of four. */
  first?: boolean;
  /** Of performance.now(): the work must have ended by then. */
  deadline: number;
  /** Leaves the queue when aborted. */
  signal?: AbortSignal;
}

export interface FairQueueOptions {
  slots: number;
  /** Most that wait; beyond it the newest of the longest line is refused. */
  maxWaiting: number;
  /** `service.unavailable` by default. @param waitMs how long it would have waited */
  toError?: (waitMs: number) => Error;
}

export interface QueueStats {
  running: number;
  slots: number;
  /** Claims that have had a slot. */
  served: number;
  /** Claims that were told that their turn would come too late. */
  refused: number;
  /** What the served ones have waited, together. */
  waitedMs: number;
}

interface Waiter extends Claim {
  enter: (isExtra: boolean) => void;
  refuse: (error: Error) => void;
}

/** One of `slots`, or the extra one: as the first claim of a queue without work, or beside others. */
type Slot = 'shared' | 'first' | 'spare';

/** Waiters by key; the first key is the next one. */
type Lane = Map<string, FairLine<Waiter>>;

/** Claims of one key that were announced. */
interface Expected {
  first: number;
  others: number;
}

/** Of the time that is left, what may be spent on waiting and the work; the rest is for what follows. */
const SHARE_OF_TIME = 0.8;
/** How much a duration counts in the average when it is longer, at most by this factor, or shorter than that. */
const WEIGHT = 0.1;
const MAX_FACTOR = 4;
const WEIGHT_OF_SHORTER = 0.3;
/** Milliseconds: with a slot free, a claim with so much left is admitted, or one slow moment would refuse for ever. */
const TRIAL_MS = 250;

/**
 * Slots for work of one kind, given to keys in turn and to claims of a key in order of arrival, so that nobody
 * waits for more than their own crowd. Who cannot be served in time is refused at once. One slot more than
 * `slots` is kept for keys that have nothing running: it makes them independent of work that has just begun.
 * It is the extra one, which may be better than the others, except where a queue without work gave that one to its
 * first claim: until this ends, the spare slot is one of the others.
 */
export class FairQueue {
  private readonly lanes: { preferred: Lane; others: Lane } = { preferred: new Map(), others: new Map() };
  private readonly running = new Map<string, number>();
  /** Claims that were announced and have not been made yet. */
  private readonly expected = new Map<string, Expected>();
  private expectedCount = 0;
  private busy = 0;
  /** `first`: of who came when nothing ran; `spare`: of a key that had nothing running, beside others. */
  private extra: 'free' | 'first' | 'spare' = 'free';
  private turns = 0;
  private waitingCount = 0;
  private averageMs: number | undefined;
  private served = 0;
  private refused = 0;
  private waitedMs = 0;

  private readonly options: Required<FairQueueOptions>;

  constructor(options: FairQueueOptions) {
    this.options = { toError: unavailable, ...options };
  }

  get waiting(): number {
    return this.waitingCount;
  }

  /** For metrics; the counts only go up. */
  get stats(): QueueStats {
    const { served, refused, waitedMs } = this;
    const running = this.busy + (this.extra === 'free' ? 0 : 1);
    return { running, slots: this.options.slots, served, refused, waitedMs };
  }

  /** @param work is told whether it has the extra slot @throws what `toError` makes; the reason of the signal */
  async run<T>(claim: Claim, work: (isExtra: boolean) => Promise<T>): Promise<T> {
    const entered = this.enter(claim);
    const cameAt = entered instanceof Promise ? performance.now() : undefined;
    const isExtra = await entered;
    const since = performance.now();
    this.served++;
    if (cameAt !== undefined) this.waitedMs += since - cameAt;
    try {
      const result = await work(isExtra);
      this.measure(performance.now() - since);
      return result;
    } finally {
      this.leave(claim.key, isExtra);
    }
  }

  /** @throws what `toError` makes when a claim would be refused now */
  requireRoom(claim: Claim): void {
    claim.signal?.throwIfAborted();
    const average = this.averageMs ?? 0;
    const wait = this.estimate(claim);
    const own = wait === 0 ? Math.min(average, TRIAL_MS) : average;
    if (wait + own > (claim.deadline - performance.now()) * SHARE_OF_TIME) throw this.refusal(wait);
  }

  /**
   * Announces a claim, so that those that come between it and its work count it: a crowd is refused at once and
   * not after all of it has done that work. @returns to be called when the claim is made, or will not be
   * @throws as requireRoom
   */
  expect(claim: Claim): () => void {
    this.requireRoom(claim);
    const { key } = claim;
    const kind = claim.first ? 'first' : 'others';
    const all = this.expected.get(key) ?? { first: 0, others: 0 };
    all[kind]++;
    this.expected.set(key, all);
    this.expectedCount++;
    let isExpected = true;
    return () => {
      if (!isExpected) return;
      isExpected = false;
      this.expectedCount--;
      all[kind]--;
      if (all.first + all.others === 0) this.expected.delete(key);
    };
  }

  private enter(claim: Claim): boolean | Promise<boolean> {
    this.requireRoom(claim);
    const slot = this.slotFor(claim.key);
    if (slot !== undefined) return this.take(claim.key, slot);
    if (this.waitingCount >= this.options.maxWaiting) this.makeRoom(claim);
    return new Promise((resolve, reject) => this.enqueue(claim, resolve, reject));
  }

  private enqueue(claim: Claim, resolve: (isExtra: boolean) => void, reject: (error: Error) => void): void {
    const { signal, key } = claim;
    const lane = this.laneOf(claim);
    const onAbort = () => {
      this.remove(lane, waiter);
      reject(signal!.reason as Error);
    };
    const settle = () => signal?.removeEventListener('abort', onAbort);
    const waiter: Waiter = {
      ...claim,
      enter: (isExtra) => (settle(), resolve(isExtra)),
      refuse: (error) => (settle(), reject(error)),
    };
    const line = lane.get(key) ?? new FairLine<Waiter>();
    lane.set(key, line);
    line.push(waiter);
    this.waitingCount++;
    signal?.addEventListener('abort', onAbort, { once: true });
  }

  /** What a claim that comes now gets, before those that wait. */
  private slotFor(key: string): Slot | undefined {
    if (this.waitingCount === 0 && this.running.size === 0) return 'first';
    if (this.waitingCount === 0 && this.busy < this.shared) return 'shared';
    return this.running.has(key) || this.laneHas(key) ? undefined : this.spare;
  }

  /** The slots that everybody shares. */
  private get shared(): number {
    return this.extra === 'first' ? this.options.slots - 1 : this.options.slots;
  }

  /** The slot for keys that have nothing running, if it is free. */
  private get spare(): Slot | undefined {
    if (this.extra === 'free') return 'spare';
    return this.extra === 'first' && this.busy < this.options.slots ? 'shared' : undefined;
  }

  /** @returns whether it is the extra one */
  private take(key: string, slot: Slot): boolean {
    this.running.set(key, (this.running.get(key) ?? 0) + 1);
    if (slot === 'shared') this.busy++;
    else this.extra = slot;
    return slot !== 'shared';
  }

  private leave(key: string, isExtra: boolean): void {
    const left = this.running.get(key)! - 1;
    if (left === 0) this.running.delete(key);
    else this.running.set(key, left);
    if (isExtra) this.extra = 'free';
    else this.busy--;
    while (this.busy < this.shared && this.serve(this.next(), 'shared'));
    const { spare } = this;
    if (spare !== undefined) this.serve(this.nextIdle(), spare);
  }

  private serve(waiter: Waiter | undefined, slot: Slot): boolean {
    if (waiter === undefined) return false;
    waiter.enter(this.take(waiter.key, slot));
    return true;
  }

  /** The next one whose time is not up. */
  private next(): Waiter | undefined {
    for (;;) {
      const { preferred, others } = this.lanes;
      const isOthers = preferred.size === 0 || (others.size > 0 && ++this.turns % EVERY === 0);
      const lane = isOthers ? others : preferred;
      const [first] = lane;
      if (first === undefined) return undefined;
      const [key, line] = first;
      const waiter = line.shift();
      this.waitingCount--;
      if (line.length > 0) moveBehind(lane, key);
      else lane.delete(key);
      if (this.isInTime(waiter)) return waiter;
    }
  }

  /** The next one of a key that has nothing running. */
  private nextIdle(): Waiter | undefined {
    for (const lane of [this.lanes.preferred, this.lanes.others]) {
      for (const [key, line] of lane) {
        if (this.running.has(key)) continue;
        const waiter = line.peek();
        this.remove(lane, waiter);
        if (line.length > 0) moveBehind(lane, key);
        if (this.isInTime(waiter)) return waiter;
      }
    }
    return undefined;
  }

  /** A turn that comes too late is not taken: it would cost another claim its turn. */
  private isInTime(waiter: Waiter): boolean {
    const own = this.averageMs ?? 0;
    if (performance.now() + own <= waiter.deadline) return true;
    waiter.refuse(this.refusal(own));
    return false;
  }

  private laneHas(key: string): boolean {
    return this.lanes.preferred.has(key) || this.lanes.others.has(key);
  }

  private laneOf({ preferred }: Claim): Lane {
    return preferred ? this.lanes.preferred : this.lanes.others;
  }

  private remove(lane: Lane, waiter: Waiter): void {
    const line = lane.get(waiter.key);
    if (line === undefined || !line.remove(waiter)) return;
    this.waitingCount--;
    if (line.length === 0) lane.delete(waiter.key);
  }

  /** Milliseconds until the claim would have its turn. */
  private estimate(claim: Claim): number {
    if (this.averageMs === undefined) return 0;
    const isQuiet = this.waitingCount + this.expectedCount === 0;
    if (isQuiet && this.slotFor(claim.key) !== undefined) return 0;
    const lane = this.laneOf(claim);
    const { preferred, others } = this.lanes;
    const own = ahead(lane, this.expected, claim);
    const other =
      lane === preferred
        ? Math.min(count(others), own / (EVERY - 1))
        : Math.min(count(preferred), (own + 1) * (EVERY - 1));
    return ((own + other + 1) / this.options.slots) * this.averageMs;
  }

  private makeRoom(claim: Claim): void {
    const lines = [...this.lanes.preferred, ...this.lanes.others].map(([, line]) => line);
    const longest = lines.reduce((most, line) => (line.length > most.length ? line : most));
    const own = this.laneOf(claim).get(claim.key);
    const refused = this.refusal(this.estimate(claim));
    const isLongest = longest.length <= (own?.length ?? 0) + 1;
    const goesBefore = claim.first && own !== undefined && own.count(false) > 0;
    if (isLongest && !goesBefore) throw refused;
    const waiter = (isLongest && own ? own : longest).last();
    this.remove(this.laneOf(waiter), waiter);
    waiter.refuse(refused);
  }

  private refusal(waitMs: number): Error {
    this.refused++;
    return this.options.toError(waitMs);
  }

  private measure(ms: number): void {
    const average = this.averageMs ?? ms;
    const change = Math.min(ms, average * MAX_FACTOR) - average;
    this.averageMs = average + change * (change < 0 ? WEIGHT_OF_SHORTER : WEIGHT);
  }
}

/** It had its turn. */
function moveBehind(lane: Lane, key: string): void {
  const line = lane.get(key)!;
  lane.delete(key);
  lane.set(key, line);
}

/** How many of a lane come before a claim: of its own line, and in turn as many of each other key. */
function ahead(lane: Lane, expected: ReadonlyMap<string, Expected>, { key, first = false }: Claim): number {
  const firstOf = (one: string) => (lane.get(one)?.count(true) ?? 0) + (expected.get(one)?.first ?? 0);
  const othersOf = (one: string) => (lane.get(one)?.count(false) ?? 0) + (expected.get(one)?.others ?? 0);
  const own = aheadInLine(firstOf(key), othersOf(key), first);
  let sum = own;
  for (const other of new Set([...lane.keys(), ...expected.keys()]))
    if (other !== key) sum += Math.min(firstOf(other) + othersOf(other), own + 1);
  return sum;
}

function count(lane: Lane): number {
  let sum = 0;
  for (const line of lane.values()) sum += line.length;
  return sum;
}

const unavailable = (waitMs: number): AppError =>
  new AppError('service.unavailable', { retryAfter: Math.ceil(waitMs / 1000) || 1 });
