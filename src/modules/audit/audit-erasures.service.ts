import { Injectable } from '@nestjs/common';
import type { Erasable } from '@rowhouse/verify/audit-log';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository } from './audit.repository.js';
import type { AuditRow } from './audit.schema.js';
import { erasableOf, erase, isGenuineRow, keyNumberOf } from './entries.js';

/** Entries read at once. */
const ENTRIES = 200;

/**
 * Erases of the log what goes with a person: the addresses they acted from, and what somebody wrote about them. Who
 * did what stays, by an id that belongs to nobody any more; the chains stay whole (ADR-0069).
 */
@Injectable()
export class AuditErasuresService {
  constructor(
    private readonly log: AuditRepository,
    private readonly keys: AuditKeysService,
  ) {}

  /**
   * Safe to repeat, and to run twice at once.
   * @param goOn asked before each batch; false: stop
   * @returns whether it came to its end
   */
  async erase(personId: string, goOn: () => Promise<boolean>): Promise<boolean> {
    const { own, about } = this.log.ofPerson(personId);
    return (await this.each(own, ['ip'], goOn)) && (await this.each(about, ['details'], goOn));
  }

  private async each(
    find: (after: AuditRow | undefined, limit: number) => Promise<AuditRow[]>,
    names: Erasable[],
    goOn: () => Promise<boolean>,
  ): Promise<boolean> {
    let last: AuditRow | undefined;
    do {
      if (!(await goOn())) return false;
      const rows = await find(last, ENTRIES);
      for (const row of rows) await this.eraseOne(row, names);
      last = rows.length < ENTRIES ? undefined : rows.at(-1);
    } while (last !== undefined);
    return true;
  }

  private async eraseOne(row: AuditRow, names: Erasable[]): Promise<void> {
    const due = erasableOf(row).filter((name) => names.includes(name) && row.erased?.[name] === undefined);
    if (due.length === 0) return;
    const own = await this.keys.find(keyNumberOf(row));
    // A row that somebody changed, or whose key is lost, loses its values too; it is never made to look genuine.
    if (own === undefined || !(await isGenuineRow(row, (n) => this.keys.find(n)))) {
      await this.log.strip(row, due);
    } else await this.log.replace(row, erase(row, due, own, await this.keys.current()));
  }
}
