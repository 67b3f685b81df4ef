import { Injectable, Logger } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { DatabaseContentsRepository } from './database-contents.repository.js';
import { DatabaseMarksService } from './database-marks.service.js';
import { LeftoversRepository } from './leftovers.repository.js';
import type { LeftoverReason } from './leftovers.types.js';

const WORDS: Record<LeftoverReason, string> = {
  unknown: 'the registry does not know it',
  returned: 'it is there again after it was dropped',
  mark_missing: 'it is to be dropped, but carries no mark',
  mark_differs: 'it is to be dropped, but carries the mark of something else',
  replaced: 'its organization lives in a database that was adopted',
};
/** Databases of another registry may be many: no sweep looks at more than these. */
const MAX_REPORTS = 500;
const MAX_LINES = 20;

/** Tells the operator, once, of a database that is not provably this registry's. Nothing drops it by itself. */
@Injectable()
export class LeftoverReportsService {
  private readonly log = new Logger(LeftoverReportsService.name);

  constructor(
    private readonly leftovers: LeftoversRepository,
    private readonly marks: DatabaseMarksService,
    private readonly contents: DatabaseContentsRepository,
    private readonly tenants: TenantConnectionFactory,
  ) {}

  async report(database: string, reason: LeftoverReason): Promise<void> {
    if (await this.note(database, reason)) this.warn(database, reason);
  }

  /**
   * Reports those that were not reported before, and forgets leftovers that are none any more.
   * @param present every database of the server, listed at `at`
   */
  async review(found: Map<string, LeftoverReason>, present: string[], at: Date): Promise<void> {
    const known = await this.leftovers.names();
    const fresh = [...found].filter(([name]) => !known.has(name)).slice(0, MAX_REPORTS);
    let reported = 0;
    for (const [name, reason] of fresh) {
      if ((await this.note(name, reason)) && ++reported <= MAX_LINES) this.warn(name, reason);
    }
    if (reported > MAX_LINES) this.log.warn(`${reported - MAX_LINES} more: see GET /v1/platform/leftovers`);
    const there = new Set(present);
    const gone = [...known].filter((name) => !there.has(name));
    if (gone.length > 0) await this.leftovers.remove(gone, at);
  }

  private async note(database: string, reason: LeftoverReason): Promise<boolean> {
    const db = this.tenants.open(database);
    const [mark, size] = await Promise.all([this.marks.read(database), this.contents.size(db)]);
    return this.leftovers.insert({
      _id: database,
      reason,
      mark,
      size,
      status: 'open',
      first_seen: new Date(),
    });
  }

  private warn(database: string, reason: LeftoverReason): void {
    this.log.warn(`database ${database} is left alone: ${WORDS[reason]}; see GET /v1/platform/leftovers`);
  }
}
