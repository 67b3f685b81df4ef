import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';
import type { AuditedActor } from '../audit/audit.types.js';
import type { PermissionSet } from '../access/roles.types.js';

/** A member whose role or status was changed, or who is gone. */
export interface ChangedPlace {
  readonly orgId: string;
  readonly userId: string;
  /** What they may do from now on. */
  readonly left: PermissionSet;
  readonly actor: AuditedActor;
}

type Listener = (place: ChangedPlace, session: Session) => Promise<void>;

/** Modules that keep what a member gave out take it back here, in the transaction that changes the member. */
@Injectable()
export class PlaceLosses {
  private readonly listeners: Listener[] = [];

  add(listener: Listener): void {
    this.listeners.push(listener);
  }

  async tell(place: ChangedPlace, session: Session): Promise<void> {
    for (const listener of this.listeners) await listener(place, session);
  }
}
