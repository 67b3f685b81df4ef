import { Injectable } from '@nestjs/common';
import type { AuditEntryLine, ExportLine } from '@rowhouse/verify/audit-log';
import { AuditHeadsService } from './audit-heads.service.js';
import type { AuditExportOptions, ExportFilter } from './audit-heads.types.js';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { type AuditedActor, by } from './audit.types.js';
import { BEGINNING, ChainWalk } from './chain-walk.js';

/** Entries read at once. */
const ENTRIES = 500;

/** Writes a log out so that it can be verified without the service (ADR-0069). */
@Injectable()
export class AuditExportsService {
  constructor(
    private readonly entries: AuditRepository,
    private readonly heads: AuditHeadsService,
    private readonly keys: AuditKeysService,
    private readonly audit: AuditService,
  ) {}

  /** Written before the first line, so that the export is in what it shows. */
  async export(
    actor: AuditedActor & { organizationId: string | undefined },
    log: string,
    { format, filter }: AuditExportOptions,
  ): Promise<AsyncIterable<ExportLine[]>> {
    const orgId = actor.organizationId === log ? log : undefined;
    const target = { orgId, targetType: 'audit', targetId: log };
    await this.audit.recordAlone({ ...by(actor), ...target, action: 'audit.exported', details: { format } });
    return this.lines(log, filter);
  }

  /**
   * The log as it is now, oldest entry first, in batches: whoever reads slowly holds neither memory nor a cursor of
   * the database. It ends with a signed head, which is published before it is written, so that a file that is cut off
   * later is found; a log that is broken ends with the place of the first wrong entry.
   * @param chain an organization's id or PLATFORM_CHAIN
   */
  async *lines(chain: string, filter: ExportFilter): AsyncGenerator<ExportLine[], void> {
    const anchor = await this.entries.anchorOf(chain);
    if (anchor === null) {
      yield [startLine(chain, BEGINNING), { type: 'broken', first_broken: 1 }];
      return;
    }
    const first = filter.from && ((await this.entries.firstSince(chain, filter.from)) ?? anchor.count + 1);
    const from = first === undefined ? BEGINNING : await this.heads.startBefore(chain, first);
    const walk = new ChainWalk(this.keys, from, anchor);
    yield [startLine(chain, from)];
    for (let rows = 1; rows > 0 && walk.count < anchor.count;) {
      const limit = Math.min(ENTRIES, anchor.count - walk.count);
      const batch = await this.entries.listAfter(chain, walk.count, limit);
      rows = batch.length;
      const lines: ExportLine[] = [];
      for (const row of batch) {
        const { line, digest } = await walk.step(row);
        if (isShown(line, filter)) lines.push(line);
        else omit(lines, line.seq, digest);
      }
      if (lines.length > 0) yield lines;
    }
    const fault = await walk.fault();
    if (fault !== undefined) yield [{ type: 'broken', first_broken: fault }];
    else yield [{ type: 'head', signed: await this.heads.publish(chain, walk.end) }];
  }
}

export const startLine = (log: string, { count, link }: { count: number; link: string }): ExportLine => ({
  type: 'start',
  version: 1,
  log,
  after: count,
  link,
});

function isShown({ action, at }: AuditEntryLine, filter: ExportFilter): boolean {
  const moment = new Date(at);
  return (
    (filter.action === undefined || action === filter.action) &&
    (filter.from === undefined || moment >= filter.from) &&
    (filter.to === undefined || moment < filter.to)
  );
}

/** Digests of entries that follow each other stand in one line. */
function omit(lines: ExportLine[], seq: number, digest: string): void {
  const last = lines.at(-1);
  if (last?.type === 'omitted') last.digests.push(digest);
  else lines.push({ type: 'omitted', seq, digests: [digest] });
}
