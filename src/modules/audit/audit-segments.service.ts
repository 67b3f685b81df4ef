import { Injectable } from '@nestjs/common';
import type { ExportLine } from '@rowhouse/verify/audit-log';
import { startLine } from './audit-exports.service.js';
import { AuditHeadsService } from './audit-heads.service.js';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository } from './audit.repository.js';
import type { LogPlace } from './audit.types.js';
import { BEGINNING, ChainWalk } from './chain-walk.js';

/** Entries read at once. */
const ENTRIES = 500;

/** How much of a log stands in one segment; one entry always does. */
export interface SegmentLimits {
  entries: number;
  bytes: number;
}

/** A part of a log, written so that it can be verified by itself and together with the segments before it. */
export interface LogSegment {
  /** From its start line to a signed head; empty when the first entry is broken already. */
  text: string;
  entries: number;
  /** Where it ends: the next segment begins there. */
  end: LogPlace;
  /** Place of the entry behind it that is missing or is not as it was written: nothing follows. */
  broken?: number;
}

/** Writes a log out piece by piece, for who follows it (ADR-0056). */
@Injectable()
export class AuditSegmentsService {
  constructor(
    private readonly entries: AuditRepository,
    private readonly heads: AuditHeadsService,
    private readonly keys: AuditKeysService,
  ) {}

  /** Before the first entry of any log. */
  readonly beginning: LogPlace = BEGINNING;

  /**
   * What follows a place; undefined: nothing does yet.
   * @param chain an organization's id or PLATFORM_CHAIN
   */
  async after(chain: string, from: LogPlace, limits: SegmentLimits): Promise<LogSegment | undefined> {
    const anchor = await this.entries.anchorOf(chain);
    if (anchor === null || anchor.count < from.count) return broken(from, (anchor?.count ?? 0) + 1);
    if (anchor.suspect !== undefined) return broken(from, anchor.suspect);
    if (anchor.count === from.count) return undefined;
    const walk = new ChainWalk(this.keys, from, anchor);
    const lines: string[] = [];
    let end = from;
    let bytes = 0;
    let isFull = false;
    while (!isFull && walk.isWhole && end.count < anchor.count) {
      const limit = Math.min(ENTRIES, anchor.count - end.count, limits.entries - lines.length);
      const batch = await this.entries.listAfter(chain, end.count, limit);
      if (batch.length === 0) return this.segment(chain, from, lines, end, end.count + 1);
      for (const row of batch) {
        const { line } = await walk.step(row);
        if (!walk.isWhole) break;
        const text = JSON.stringify(line);
        bytes += Buffer.byteLength(text) + 1;
        isFull = bytes > limits.bytes || lines.length + 1 >= limits.entries;
        if (bytes > limits.bytes && lines.length > 0) break;
        lines.push(text);
        end = walk.end;
      }
    }
    return this.segment(chain, from, lines, end, walk.isWhole ? undefined : end.count + 1);
  }

  /** The newest place up to which the log is as it was written. */
  async endOf(chain: string): Promise<LogPlace> {
    const anchor = await this.entries.anchorOf(chain);
    if (anchor === null) return BEGINNING;
    let end = await this.heads.startBefore(chain, anchor.count + 1);
    const walk = new ChainWalk(this.keys, end, anchor);
    for (let rows = 1; rows > 0 && walk.isWhole && end.count < anchor.count;) {
      const batch = await this.entries.listAfter(
        chain,
        end.count,
        Math.min(ENTRIES, anchor.count - end.count),
      );
      rows = batch.length;
      for (const row of batch) {
        await walk.step(row);
        if (!walk.isWhole) break;
        end = walk.end;
      }
    }
    return end;
  }

  /** How many entries each of these logs has; one without entries is absent. */
  counts(chains: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.entries.counts(chains);
  }

  /** When the entry at a place was made; undefined: there is none. */
  momentOf(chain: string, place: number): Promise<Date | undefined> {
    return this.entries.momentOf(chain, place);
  }

  private async segment(
    chain: string,
    from: LogPlace,
    lines: readonly string[],
    end: LogPlace,
    fault: number | undefined,
  ): Promise<LogSegment> {
    if (lines.length === 0) return broken(from, fault!);
    const head: ExportLine = { type: 'head', signed: await this.heads.sign(chain, end) };
    const all = [JSON.stringify(startLine(chain, from)), ...lines, JSON.stringify(head)];
    return {
      text: `${all.join('\n')}\n`,
      entries: lines.length,
      end,
      ...(fault === undefined ? {} : { broken: fault }),
    };
  }
}

const broken = (from: LogPlace, fault: number): LogSegment => ({
  text: '',
  entries: 0,
  end: from,
  broken: fault,
});
