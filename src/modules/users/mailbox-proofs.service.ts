import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';

/** An account whose mailbox was proved just now, by somebody who has both. */
export interface MailboxProof {
  readonly userId: string;
  readonly email: string;
}

type Listener = (proof: MailboxProof, session: Session) => Promise<void>;

/** What rests on claims that a proof ends: each module says so here, in the transaction that proves the mailbox. */
@Injectable()
export class MailboxProofs {
  private readonly listeners: Listener[] = [];

  add(listener: Listener): void {
    this.listeners.push(listener);
  }

  async tell(proof: MailboxProof, session: Session): Promise<void> {
    for (const listener of this.listeners) await listener(proof, session);
  }
}
