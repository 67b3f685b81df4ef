import { AppError } from './errors/app-error.js';

export interface FairShareOptions {
  /** In hand at once. */
  slots: number;
  /** What keys that were there lately share while there is more than one of them; twice what is always free. */
  shared: () => number;
  /** Most that wait of one key. */
  maxWaiting: number;
  /** Milliseconds one waits at most. */
  waitMs: number;
}

interface Waiter {
  enter: () => void;
}

interface Line {
  running: number;
  waiting: Waiter[];
}

/** A key counts as present for so long after it came. Milliseconds. */
const PRESENT_MS = 500;
/** What a key may have in hand however many there are. */
const LEAST = 2;

/**
 * Slots that keys share. One that is alone has all of them. Beside others a key has its share of `shared` in hand and
 * the rest of it waits, keys in turn: a crowd of one key is never in front of another one's request, only beside it,
 * and by so few that they cost it little. Nobody waits while less than half of `shared` is in hand, or with nothing of
 * their own in hand.
 */
export class FairShare {
  private readonly lines = new Map<string, Line>();
  /** When keys came last, the longest ago first. */
  private readonly present = new Map<string, number>();
  /** Keys that wait; the first one is next. */
  private readonly turns = new Set<string>();
  private busy = 0;
  private waitingCount = 0;
  private served = 0;
  private refused = 0;
  private waitedMs = 0;

  constructor(private readonly options: FairShareOptions) {}

  get waiting(): number {
    return this.waitingCount;
  }

  /** For metrics; the counts only go up. */
  get stats(): { running: number; slots: number; served: number; refused: number; waitedMs: number } {
    const { busy: running, served, refused, waitedMs } = this;
    return { running, slots: this.options.slots, served, refused, waitedMs };
  }

  /** @throws AppError organization.overloaded when it would wait too long */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = this.enter(key);
    if (turn !== undefined) await turn;
    try {
      return await work();
    } finally {
      this.leave(key);
    }
  }

  private enter(key: string): Promise<void> | undefined {
    const now = performance.now();
    this.see(key, now);
    let line = this.lines.get(key);
    if (line === undefined) this.lines.set(key, (line = { running: 0, waiting: [] }));
    if (line.waiting.length === 0 && this.mayEnter(line)) return this.take(line);
    if (line.waiting.length >= this.options.maxWaiting) throw this.refusal();
    return this.wait(key, line, now);
  }

  private take(line: Line): undefined {
    line.running++;
    this.busy++;
    this.served++;
    return undefined;
  }

  private leave(key: string): void {
    const line = this.lines.get(key)!;
    line.running--;
    this.busy--;
    if (line.running === 0 && line.waiting.length === 0) this.lines.delete(key);
    if (this.waitingCount > 0) this.serve();
  }

  /** Each key that may have more gets one, until nobody may. */
  private serve(): void {
    for (let isServing = true; isServing;) {
      isServing = false;
      for (const key of [...this.turns]) {
        const line = this.lines.get(key)!;
        if (!this.mayEnter(line)) continue;
        line.waiting[0].enter();
        if (line.waiting.length > 0) this.turns.add(key); // behind the others
        isServing = true;
      }
    }
  }

  private mayEnter({ running }: Line): boolean {
    if (running === 0) return true;
    if (this.busy >= this.options.slots) return false;
    const keys = this.present.size;
    if (keys <= 1) return true;
    const shared = this.options.shared();
    return this.busy < Math.max(LEAST, shared / 2) || running < Math.max(LEAST, Math.floor(shared / keys));
  }

  private see(key: string, now: number): void {
    this.present.delete(key);
    this.present.set(key, now);
    for (const [other, at] of this.present) {
      if (now - at < PRESENT_MS) return;
      this.present.delete(other);
    }
  }

  private wait(key: string, line: Line, since: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        line.waiting.splice(line.waiting.indexOf(waiter), 1);
        this.waitingCount--;
        this.turns.delete(key);
      };
      const waiter: Waiter = {
        enter: () => {
          settle();
          this.waitedMs += performance.now() - since;
          this.take(line);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        settle();
        if (line.waiting.length > 0) this.turns.add(key);
        reject(this.refusal());
      }, this.options.waitMs);
      line.waiting.push(waiter);
      this.waitingCount++;
      this.turns.add(key);
    });
  }

  private refusal(): AppError {
    this.refused++;
    return new AppError('organization.overloaded', { retryAfter: Math.ceil(this.options.waitMs / 1000) });
  }
}
