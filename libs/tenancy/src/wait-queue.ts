interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

// setTimeout takes 31 bits; a longer delay would fire at once.
const MAX_DELAY_MS = 2 ** 31 - 1;

/** First in, first out; each waiter has its own time limit. */
export class WaitQueue {
  readonly #waiters = new Set<Waiter>();

  get size(): number {
    return this.#waiters.size;
  }

  wait(ms: number, onTimeout: () => Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const expire = () => {
        this.#waiters.delete(waiter);
        reject(onTimeout());
      };
      const waiter: Waiter = {
        resolve,
        reject,
        timer: setTimeout(expire, Math.min(Math.max(ms, 0), MAX_DELAY_MS)),
      };
      this.#waiters.add(waiter);
    });
  }

  wakeFirst(): void {
    for (const waiter of this.#waiters) {
      this.#remove(waiter).resolve();
      return;
    }
  }

  wakeAll(): void {
    for (const waiter of this.#waiters) this.#remove(waiter).resolve();
  }

  rejectAll(error: Error): void {
    for (const waiter of this.#waiters) this.#remove(waiter).reject(error);
  }

  #remove(waiter: Waiter): Waiter {
    clearTimeout(waiter.timer);
    this.#waiters.delete(waiter);
    return waiter;
  }
}
