import { Injectable } from '@nestjs/common';
import { TenancyError, type TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import type { ClusterTime } from '../../database/past/moment.js';
import type { PastSession } from '../../database/past/past-session.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { checkCollectionName } from './collection-name.js';
import { CollectionsService } from './collections.service.js';
import { idOf, sizeOf } from './document.schema.js';
import { DocumentsRepository } from './documents.repository.js';
import type { ImportLine, ImportMode, ImportReport, JsonMode, RawDocument } from './documents.types.js';
import { compileFilter, type MongoFilter } from './filter.js';
import { HeavyReads } from './heavy-reads.js';
import { type ImportedDocument, toImported } from './import-input.js';
import { ImportsRepository } from './imports.repository.js';
import { behind, parseSort } from './keyset.js';
import { PastCollectionsService } from './past-collections.service.js';
import { PastReadsService } from './past-reads.service.js';
import { StorageLimitsService } from './storage-limits.service.js';
import { lineReason, refused } from './write-errors.js';
import { TenantWork } from './tenant-work.js';

/** Documents of one export batch; it ends at MAX_SLICE_BYTES in any case. */
const EXPORT_BATCH = 500;
/** Documents a filtered export looks at under one lease: some 20 ms of scanning, which a fence waits for. */
const SCAN_WINDOW = 10_000;
/** An import writes when it has this many documents … */
const IMPORT_BATCH = 1000;
/** … or this many bytes of them; parsed they take about ten times that. */
const IMPORT_BYTES = 2 * 1024 * 1024;
const MAX_ERRORS = 100;
/** A fence is waited for this often, 2 s each time (fenceWaitMs): a stream should outlive a move. */
const FENCE_PATIENCE = 15;

const READ = { mode: 'read' } as const;
const BY_ID = parseSort(undefined);

/**
 * Whole collections in and out. A lease lasts for one batch, so that a fence never waits for a stream; behind
 * the fence the database may be another one, and the next batch goes on there.
 */
@Injectable()
export class TransfersService {
  constructor(
    private readonly tenants: TenantWork,
    private readonly documents: DocumentsRepository,
    private readonly imports: ImportsRepository,
    private readonly collections: CollectionsService,
    private readonly storage: StorageLimitsService,
    private readonly heavy: HeavyReads,
    private readonly reads: PastReadsService,
    private readonly past: PastCollectionsService,
  ) {}

  /** The documents in the order of `_id`, in batches. Not a snapshot: writes behind the last batch are seen. */
  async export(
    actor: Actor,
    collection: string,
    { filter, mode, at }: ExportOptions,
  ): Promise<AsyncGenerator<RawDocument[], void>> {
    checkCollectionName(collection);
    const compiled = filter === undefined ? undefined : compileFilter(filter, mode);
    const organizationId = organizationOf(actor);
    if (at === undefined) {
      await this.tenants.run(organizationId, (db) => this.collections.require(db, collection), READ);
    } else await this.past.require(actor, collection, at);
    await this.collections.record(actor, collection, 'data.exported');
    return this.batches({ organizationId, collection, at }, compiled);
  }

  /**
   * Writes the lines in batches as they come. Lines that cannot be stored are reported, not fatal.
   * @throws AppError collection.limit_reached, plan.storage_full, organization.paused …; batches before it are kept
   */
  async import(
    actor: Actor,
    collection: string,
    { mode, json }: ImportOptions,
    chunks: AsyncIterable<ImportLine[]>,
  ): Promise<ImportReport> {
    checkCollectionName(collection);
    const organizationId = organizationOf(actor);
    const report: ImportReport = { inserted: 0, replaced: 0, failed: 0, errors: [] };
    let batch: Batch = { documents: [], lines: [], bytes: 0 };
    try {
      for await (const chunk of chunks) {
        for (const line of chunk) {
          take(line, json, batch, report);
          if (batch.documents.length < IMPORT_BATCH && batch.bytes < IMPORT_BYTES) continue;
          await this.writeBatch(organizationId, collection, mode, batch, report);
          batch = { documents: [], lines: [], bytes: 0 };
        }
      }
      await this.writeBatch(organizationId, collection, mode, batch, report);
    } finally {
      const { inserted, replaced, failed } = report;
      const details = { inserted, replaced, failed };
      // One that was cut off has written what came before.
      if (inserted + replaced > 0) await this.collections.record(actor, collection, 'data.imported', details);
    }
    return report;
  }

  private async *batches(
    { organizationId, collection, at }: { organizationId: string; collection: string; at?: ClusterTime },
    filter: MongoFilter | undefined,
  ): AsyncGenerator<RawDocument[], void> {
    let after: MongoFilter = {};
    for (;;) {
      const from = after;
      const heavy = { organizationId, collection, limit: EXPORT_BATCH };
      const { documents, last } = await this.heavy.run(heavy, Infinity, () =>
        patiently(() =>
          this.reads.transfer(organizationId, at, (db, session) => {
            const place = { db, collection, session };
            return filter === undefined ? this.nextBatch(place, from) : this.nextMatches(place, from, filter);
          }),
        ),
      );
      if (documents.length > 0) yield documents;
      if (last === undefined) return;
      after = behind(BY_ID, [last]);
    }
  }

  private async nextBatch({ db, collection, session }: Place, after: MongoFilter): Promise<Window> {
    const documents = await this.documents.following(db, collection, after, EXPORT_BATCH, session);
    const last = documents.at(-1);
    return { documents, last: last && idOf(last) };
  }

  /** The matches among the next documents: bounded in what it looks at, not only in what it finds. */
  private async nextMatches(
    { db, collection, session }: Place,
    after: MongoFilter,
    filter: MongoFilter,
  ): Promise<Window> {
    const end = await this.documents.nthId(db, collection, after, SCAN_WINDOW, session);
    const upTo = end === undefined ? {} : { $expr: { $lte: ['$_id', { $literal: end }] } };
    const within = { $and: [after, upTo, filter] };
    const documents = await this.documents.following(db, collection, within, EXPORT_BATCH, session);
    const last = documents.at(-1);
    // A full batch may have left matches inside the window.
    return { documents, last: last ? idOf(last) : end };
  }

  private async writeBatch(
    organizationId: string,
    collection: string,
    mode: ImportMode,
    { documents, lines }: Batch,
    report: ImportReport,
  ): Promise<void> {
    if (documents.length === 0) return;
    await this.storage.check(organizationId);
    const result = await patiently(() =>
      this.tenants.transfer(
        organizationId,
        async (db) => {
          await this.collections.ensure(db, collection);
          return this.imports.write(db, collection, documents, mode);
        },
        { mode: 'write' },
      ),
    );
    const refusedAt = new Set(result.refused.map(({ index }) => index));
    const stored = documents.filter((_, index) => !refusedAt.has(index));
    const bytes = stored.reduce((sum, document) => sum + sizeOf(document), 0);
    this.storage.count(organizationId, stored.length, bytes);
    report.inserted += result.inserted;
    report.replaced += result.replaced;
    for (const { index, code } of result.refused) fail(report, lines[index], lineReason(code));
  }
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || attempt === FENCE_PATIENCE) throw refused(error);
    }
  }
}

export interface ExportOptions {
  /** As a filter of a list. */
  filter: unknown;
  /** How the filter is written. */
  mode: JsonMode;
  /** Undefined: as each batch finds them. */
  at?: ClusterTime;
}

interface Place {
  db: TenantDb;
  collection: string;
  session?: PastSession;
}

export interface ImportOptions {
  mode: ImportMode;
  /** How the documents are written. */
  json: JsonMode;
}

interface Batch {
  documents: ImportedDocument[];
  /** The line of each document. */
  lines: number[];
  bytes: number;
}

interface Window {
  documents: RawDocument[];
  /** The `_id` up to which everything was seen; undefined: the end. */
  last: unknown;
}

function take(
  { line, size, value, fault }: ImportLine,
  json: JsonMode,
  batch: Batch,
  report: ImportReport,
): void {
  if (fault !== undefined) return fail(report, line, fault);
  try {
    batch.documents.push(toImported(value, json));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [path, message] = Object.entries(error.details.errors ?? {})[0] ?? ['body', 'Document is invalid'];
    return fail(report, line, `${path}: ${message}`);
  }
  batch.lines.push(line);
  batch.bytes += size;
}

function fail(report: ImportReport, line: number, reason: string): void {
  report.failed++;
  if (report.errors.length < MAX_ERRORS) report.errors.push({ line, reason });
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof TenancyError &&
    ['tenant.busy', 'tenant.fenced', 'tenant.pool_exhausted'].includes(error.code)
  );
}
