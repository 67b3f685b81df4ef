import { Injectable } from '@nestjs/common';
import type { Tx } from './transactions.js';

/**
 * What happened, by its name, with what is told of it. Each room adds its own events to this interface where it
 * declares their types (TypeScript's declaration merging).
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface DomainEvents {}

type Name = keyof DomainEvents;
type Handler<N extends Name> = (event: DomainEvents[N], session: Tx) => Promise<void>;

interface Registered {
  readonly event: Name;
  readonly handler: string;
  readonly handle: Handler<Name>;
}

/**
 * Domain events, told inside the transaction that makes them true: what a handler writes commits with it, and a
 * handler that throws aborts it. Handlers run one after the other, in the order of their names, so that the order
 * of modules decides nothing. Nothing may be sent from a handler that cannot be taken back; e-mails are enqueued.
 */
@Injectable()
export class DomainEventBus {
  private handlers: Registered[] = [];

  /**
   * Call it in `onModuleInit`.
   * @param handler what is done, unique for the event: "invitations: delete those of the organization"
   */
  on<N extends Name>(event: N, handler: string, handle: Handler<N>): void {
    if (this.handlers.some((one) => one.event === event && one.handler === handler)) {
      throw new Error(`${event} has a handler "${handler}" already`);
    }
    const added = { event, handler, handle: handle as Handler<Name> };
    this.handlers = [...this.handlers, added].sort((a, b) => (a.handler < b.handler ? -1 : 1));
  }

  async emit<N extends Name>(event: N, data: DomainEvents[N], session: Tx): Promise<void> {
    for (const one of this.handlers) if (one.event === event) await one.handle(data, session);
  }

  /** Every event with the names of its handlers, in the order in which they run. */
  list(): Record<string, string[]> {
    const all: Record<string, string[]> = {};
    for (const { event, handler } of this.handlers) (all[event] ??= []).push(handler);
    return all;
  }
}
