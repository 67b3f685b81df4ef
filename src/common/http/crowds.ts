import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { AppError } from '../errors/app-error.js';

/** Keys are judged by what they asked in this window and the one before it. Milliseconds. */
const WINDOW_MS = 1000;
/** A crowd asks for so much in two windows (one small request is 1), which is such a part of all that is asked, … */
const LEAST = 100;
const PART = 0.1;
/** … and so many times as much as somebody else. */
const TIMES = 8;
/**
 * Of the event loop's time, what may be spent while a crowd waits beside others. Time in which the loop was ready and
 * had no core counts as spent, so that instances on one machine make room for each other.
 */
const BUSY = 0.5;
/** Of the machine's cores, what the instances on it may use together for it. */
const BUSY_CORES = 0.5;
/** Those who ask for least that the other instances are told of. */
const TOLD = 3;
/** Milliseconds of the loop that were not used and may be made up for, and that were used too much and are owed. */
const MAX_CREDIT_MS = 2;
const MAX_DEBT_MS = 20;
/**
 * However busy the others are, one request of a crowd begins after so long, and sooner when more wait than would begin
 * in time. Milliseconds.
 */
const LONGEST_PAUSE_MS = 10;
/**
 * What follows a request of a crowd that brings a body, for each 1 of its work: bytes cost the kernel and both
 * processes more than the loop can see. Milliseconds.
 */
const REST_MS = 0.25;
/** Requests of one key that wait, and how long they wait at most. Milliseconds. */
const MAX_WAITING = 500;
const WAIT_MS = 3000;

interface Waiter {
  since: number;
  work: number;
  begin: () => void;
  refuse: (error: Error) => void;
  isGone: () => boolean;
}

/** A request before anything was done for it. */
export interface Arrival {
  /** Its organization, or its network. */
  key: string;
  /** 1 for a small request. */
  work: number;
  /** Its client has hung up. */
  isGone: () => boolean;
}

/** What somebody asks of an instance. */
export interface Asked {
  key: string;
  work: number;
}

/** The instances that run, this one included. */
export interface Peers {
  count: number;
  /** Of these, on this machine. */
  here: number;
  /** Who asks for least at the others; digests of their keys. */
  asked: readonly Asked[];
}

const ALONE: Peers = { count: 1, here: 1, asked: [] };

/** What this instance's event loop did since it was asked last. Milliseconds. */
export type LoopTime = () => { busy: number; idle: number };

/**
 * Keeps the event loop half empty while somebody who sends much is beside somebody who sends little: requests of the
 * first begin one at a time, keys in turn, as the loop has time for them, and those of the others at once. Without it
 * a flood fills the loop, the database and the cores, and every other request waits for each of them. Who is alone is
 * never held, nor are those who all send much, or all little.
 */
export class Crowds {
  private readonly lines = new Map<string, Waiter[]>();
  private recent = new Map<string, number>();
  private before = new Map<string, number>();
  private recentWork = 0;
  private workBefore = 0;
  private windowSince = 0;
  private waitingCount = 0;
  private timer: NodeJS.Timeout | undefined;
  private credit = 0;
  private begunAt = 0;
  private restsUntil = 0;
  private served = 0;
  private refused = 0;
  private waitedMs = 0;
  /** An organization may be quiet at one instance and a crowd beside it at another one. */
  peers: () => Peers = () => ALONE;

  constructor(private readonly loopTime: LoopTime = loopTimeOf()) {}

  /** Who asks for least of this instance. */
  least(): Asked[] {
    if (performance.now() - this.windowSince >= 2 * WINDOW_MS) return [];
    const keys = new Set([...this.recent.keys(), ...this.before.keys()]);
    const all = [...keys].map((key) => ({ key, work: this.workOf(key) }));
    const least = all.sort((a, b) => a.work - b.work).slice(0, TOLD);
    return least.map(({ key, work }) => ({ key: digestOf(key), work: Math.ceil(work) }));
  }

  get waiting(): number {
    return this.waitingCount;
  }

  /** For metrics; the counts only go up. */
  get stats(): { running: number; slots: number; served: number; refused: number; waitedMs: number } {
    const { served, refused, waitedMs } = this;
    return { running: 0, slots: 1, served, refused, waitedMs };
  }

  /**
   * @returns undefined when the request may begin at once
   * @throws or rejects with AppError service.unavailable when it would wait too long
   */
  enter(arrival: Arrival): Promise<void> | undefined {
    const now = performance.now();
    const used = this.count(arrival, now);
    const line = this.lines.get(arrival.key);
    if (line === undefined && !this.isCrowd(arrival.key, used)) return undefined;
    if (line !== undefined && line.length >= MAX_WAITING) throw this.refusal();
    return this.wait(arrival, now);
  }

  /** What its key has asked lately, this request included. */
  private count({ key, work }: Arrival, now: number): number {
    if (now - this.windowSince >= WINDOW_MS) this.turnWindow(now);
    const recent = (this.recent.get(key) ?? 0) + work;
    this.recent.set(key, recent);
    this.recentWork += work;
    return recent + (this.before.get(key) ?? 0);
  }

  private turnWindow(now: number): void {
    const isNext = now - this.windowSince < 2 * WINDOW_MS;
    this.before = isNext ? this.recent : new Map<string, number>();
    this.workBefore = isNext ? this.recentWork : 0;
    this.recent = new Map();
    this.recentWork = 0;
    this.windowSince = now;
  }

  /** It asks for much, and somebody else for little, here or at another instance. */
  private isCrowd(key: string, used: number): boolean {
    if (used < LEAST || used < (this.recentWork + this.workBefore) * PART) return false;
    const { count, asked } = this.peers();
    // A crowd goes to all instances alike.
    const little = (used * count) / TIMES;
    if (this.hasLess(this.recent, little) || this.hasLess(this.before, little)) return true;
    if (asked.length === 0) return false;
    const own = digestOf(key);
    return asked.some((other) => other.work <= little && other.key !== own);
  }

  private hasLess(window: ReadonlyMap<string, number>, work: number): boolean {
    for (const key of window.keys()) if (this.workOf(key) <= work) return true;
    return false;
  }

  private workOf(key: string): number {
    return (this.recent.get(key) ?? 0) + (this.before.get(key) ?? 0);
  }

  private wait({ key, work, isGone }: Arrival, since: number): Promise<void> {
    return new Promise((begin, refuse) => {
      const waiter = { since, work, begin, refuse, isGone };
      const line = this.lines.get(key);
      if (line) line.push(waiter);
      else this.lines.set(key, [waiter]);
      this.waitingCount++;
      if (this.timer !== undefined) return;
      this.loopTime(); // what was before counts for nobody
      this.credit = 0;
      this.schedule();
    });
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.serve(performance.now());
      if (this.waitingCount > 0) this.schedule();
    }, 1);
  }

  private serve(now: number): void {
    const { busy, idle } = this.loopTime();
    const mostBusy = Math.min(BUSY, (BUSY_CORES * availableParallelism()) / this.peers().here);
    const change = (busy + idle) * mostBusy - busy;
    this.credit = Math.min(MAX_CREDIT_MS, Math.max(-MAX_DEBT_MS, this.credit + change));
    this.refuseLate(now);
    const pause = Math.min(LONGEST_PAUSE_MS, WAIT_MS / 3 / this.waitingCount);
    if (now < this.restsUntil || (this.credit <= 0 && now - this.begunAt < pause)) return;
    const waiter = this.next();
    if (waiter === undefined) return;
    this.begunAt = now;
    this.restsUntil = now + (waiter.work - 1) * REST_MS;
    this.served++;
    this.waitedMs += now - waiter.since;
    waiter.begin();
  }

  /** The first of the key whose turn it is; those who have hung up need none. */
  private next(): Waiter | undefined {
    for (const [key, line] of this.lines) {
      let waiter = line.shift();
      while (waiter?.isGone()) {
        this.waitingCount--;
        waiter.begin(); // whoever follows the request sees that it has ended
        waiter = line.shift();
      }
      this.lines.delete(key);
      if (waiter === undefined) continue;
      this.waitingCount--;
      if (line.length > 0) this.lines.set(key, line); // behind the other keys
      return waiter;
    }
    return undefined;
  }

  private refuseLate(now: number): void {
    for (const [key, line] of this.lines) {
      while (line.length > 0 && now - line[0].since >= WAIT_MS) {
        this.waitingCount--;
        line.shift()!.refuse(this.refusal());
      }
      if (line.length === 0) this.lines.delete(key);
    }
  }

  private refusal(): AppError {
    this.refused++;
    return new AppError('service.unavailable', { retryAfter: Math.ceil(WAIT_MS / 1000) });
  }
}

/** The others need not know whose it is. */
const digestOf = (key: string): string => hash('sha256', key, 'base64').slice(0, 12);

function loopTimeOf(): LoopTime {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { active, idle } = performance.eventLoopUtilization(now, last);
    last = now;
    return { busy: active, idle };
  };
}
