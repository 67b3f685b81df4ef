/** How a turn of a lane ended. */
export interface Turn {
  /** There is more to do at once. */
  more: boolean;
  /** Nothing succeeded: it waits among its like from now on. Undefined: nothing was tried. */
  failed?: boolean;
  /** Milliseconds for which it is not to be woken. */
  rest?: number;
}

export interface FairLanesOptions {
  /** Lanes that work at once. */
  healthy: number;
  /** The same of lanes that failed the last time: they keep only each other waiting. */
  suspect: number;
  /** One turn; it must not throw. */
  run: (id: string) => Promise<Turn>;
  /** Milliseconds, monotonic. */
  now: () => number;
}

/** Rests that are remembered; one that is forgotten costs a question to the database. */
const MAX_RESTS = 10_000;

/**
 * Turns of many lanes, each one turn at a time, in the order in which they were woken: a lane with much to do goes to
 * the end of the line after each turn.
 */
export class FairLanes {
  private readonly waiting = { healthy: new Set<string>(), suspect: new Set<string>() };
  private readonly count = { healthy: 0, suspect: 0 };
  /** Woken while it has its turn. */
  private readonly running = new Map<string, { again: boolean }>();
  private readonly suspects = new Set<string>();
  private readonly rests = new Map<string, number>();
  private readonly turns = new Set<Promise<void>>();
  private stopped = false;

  constructor(private readonly options: FairLanesOptions) {}

  /** There may be something to do. */
  wake(id: string): void {
    if (this.stopped) return;
    const run = this.running.get(id);
    if (run) {
      run.again = true;
      return;
    }
    if ((this.rests.get(id) ?? -Infinity) > this.options.now()) return;
    this.waiting[this.kindOf(id)].add(id);
    this.pump();
  }

  /** Its rest is over: it was switched on again. */
  forgive(id: string): void {
    this.rests.delete(id);
    this.suspects.delete(id);
  }

  /** Begins no turn, and waits for those that go on. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.turns);
  }

  private kindOf(id: string): 'healthy' | 'suspect' {
    return this.suspects.has(id) ? 'suspect' : 'healthy';
  }

  private pump(): void {
    for (const kind of ['healthy', 'suspect'] as const) {
      for (const id of this.waiting[kind]) {
        if (this.stopped || this.count[kind] >= this.options[kind]) break;
        this.waiting[kind].delete(id);
        this.begin(id, kind);
      }
    }
  }

  private begin(id: string, kind: 'healthy' | 'suspect'): void {
    const state = { again: false };
    this.running.set(id, state);
    this.count[kind]++;
    const turn = this.options.run(id).then(({ more, failed, rest = 0 }) => {
      this.turns.delete(turn);
      this.running.delete(id);
      this.count[kind]--;
      if (failed === true) this.suspects.add(id);
      if (failed === false) this.suspects.delete(id);
      this.remember(id, rest);
      if (more || state.again) this.wake(id);
      this.pump();
    });
    this.turns.add(turn);
  }

  private remember(id: string, rest: number): void {
    this.rests.delete(id);
    if (rest <= 0) return;
    if (this.rests.size >= MAX_RESTS) this.rests.delete(this.rests.keys().next().value!);
    this.rests.set(id, this.options.now() + rest);
  }
}
