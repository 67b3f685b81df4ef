import { Injectable, Logger } from '@nestjs/common';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import type { HeadKey, HeadQuery, PublishedHead } from './audit-heads.types.js';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository } from './audit.repository.js';
import { BEGINNING, ChainWalk, type Place } from './chain-walk.js';
import { HeadKeysService } from './head-keys.service.js';

/** Logs that are compared with their heads at once. */
const LOGS = 500;
/** Entries read at once. */
const ENTRIES = 500;

/**
 * Signs and publishes how long each log is and the link of its last entry: who keeps a head, or the public key, can
 * tell without the service whether an exported log was changed or cut off (ADR-0069).
 */
@Injectable()
export class AuditHeadsService {
  private readonly log = new Logger(AuditHeadsService.name);

  constructor(
    private readonly entries: AuditRepository,
    private readonly heads: AuditHeadsRepository,
    private readonly signing: HeadKeysService,
    private readonly keys: AuditKeysService,
  ) {}

  /** The public keys of signed heads. */
  publicKeys(): Promise<HeadKey[]> {
    return this.signing.list();
  }

  /** @param chain an organization's id or PLATFORM_CHAIN */
  list(chain: string, query: HeadQuery): Promise<PublishedHead[]> {
    return this.heads.list(chain, query);
  }

  /**
   * Publishes the head of every log that has grown. A log that is broken gets none.
   * @param goOn asked before each log; false: stop
   */
  async publishAll(goOn: () => Promise<boolean> | boolean = () => true): Promise<void> {
    let some: End[] = [];
    for await (const end of this.entries.ends()) {
      some.push(end);
      if (some.length < LOGS) continue;
      if (!(await this.publishGrown(some, goOn))) return;
      some = [];
    }
    await this.publishGrown(some, goOn);
  }

  /** The place of the newest head before `place`, or the beginning: from there on a walk needs nothing else. */
  async startBefore(chain: string, place: number): Promise<Place> {
    const stored = await this.heads.lastBefore(chain, place);
    const head = stored && (await this.signing.read(stored.signed));
    // What is stored beside the signature says nothing.
    return head?.log === chain && head.count < place ? head : BEGINNING;
  }

  /** Signs the end of a walk that found no fault. */
  async publish(log: string, place: Place): Promise<string> {
    const head = headOf(log, place);
    const signed = await this.signing.sign(head);
    await this.heads.insert({ ...head, signed });
    return signed;
  }

  /** Signs a place of a walk that found no fault so far, for who keeps the entries before it. */
  sign(log: string, place: Place): Promise<string> {
    return this.signing.sign(headOf(log, place));
  }

  private async publishGrown(ends: readonly End[], goOn: () => Promise<boolean> | boolean): Promise<boolean> {
    const known = await this.heads.counts(ends.map(({ chain }) => chain));
    for (const { chain, count } of ends) {
      if (count <= (known.get(chain) ?? 0)) continue;
      if (!(await goOn())) return false;
      await this.publishOne(chain, goOn);
    }
    return true;
  }

  private async publishOne(chain: string, goOn: () => Promise<boolean> | boolean): Promise<void> {
    const anchor = await this.entries.anchorOf(chain);
    if (anchor === null) return;
    const walk = new ChainWalk(this.keys, await this.startBefore(chain, anchor.count + 1), anchor);
    for (let rows = 1; rows > 0 && walk.count < anchor.count && walk.isWhole;) {
      if (!(await goOn())) return;
      const batch = await this.entries.listAfter(
        chain,
        walk.count,
        Math.min(ENTRIES, anchor.count - walk.count),
      );
      for (const row of batch) await walk.step(row);
      rows = batch.length;
    }
    const fault = await walk.fault();
    if (fault === undefined) await this.publish(chain, walk.end);
    else this.log.error(`the audit log ${chain} is broken at entry ${fault}: its head is not signed`);
  }
}

const headOf = (log: string, { count, link, hash }: Place) => ({
  log,
  count,
  link,
  hash,
  at: new Date().toISOString(),
});

interface End {
  chain: string;
  count: number;
}
