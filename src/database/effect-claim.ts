import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientSession } from 'mongoose';

/** What has to be committed together with the first effect of a request. */
export interface EffectClaim {
  committed: boolean;
  /** Called again when its transaction starts over. @throws to undo the effect */
  write(session: ClientSession): Promise<void>;
}

const current = new AsyncLocalStorage<EffectClaim>();
let users = 0;

/** Runs `work`; the first transaction that it commits writes the claim. */
export async function withEffectClaim<T>(claim: EffectClaim, work: () => Promise<T>): Promise<T> {
  users++;
  try {
    return await current.run(claim, work);
  } finally {
    // Once in use, Node 20 follows every promise of the process: nobody else should pay for that.
    if (--users === 0) current.disable();
  }
}

/** The claim of this request, as long as no transaction has committed it. */
export function pendingClaim(): EffectClaim | undefined {
  const claim = current.getStore();
  return claim?.committed === false ? claim : undefined;
}
