import { browser } from './browser.js';

/** Whether the service is reached. A request that got no answer says no; the next one that gets one says yes. */
export class Connection {
  private lost = false;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly probe: () => Promise<Response>) {
    // What the browser knows at once, a request would find out after its time-out.
    browser.addEventListener?.('offline', () => this.say(true));
    browser.addEventListener?.('online', () => void this.ask());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly isLost = (): boolean => this.lost;

  /** @throws what fetch throws */
  async watch(send: () => Promise<Response>): Promise<Response> {
    try {
      const response = await send();
      this.say(false);
      return response;
    } catch (error) {
      // One that was given up by its page says nothing.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.say(true);
      throw error;
    }
  }

  private say(lost: boolean): void {
    if (lost && this.timer === undefined) this.timer = setTimeout(() => void this.ask(), 2000);
    if (this.lost === lost) return;
    this.lost = lost;
    this.listeners.forEach((listener) => listener());
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.probe().then(
      () => this.say(false),
      () => this.say(true),
    );
  }
}
