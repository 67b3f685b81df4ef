import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { RegistryIdentityService } from '../organizations/marks/registry-identity.service.js';
import { ArchiveKeysService } from './archive-keys.service.js';
import type { BackupRow } from './backup.schema.js';
import type { BackupRun } from './backup-run.js';
import type { Contents } from './backup.types.js';
import { BackupReader } from './backup-reader.js';
import { BackupStores } from './backup-stores.service.js';
import { type Attempt, CONTENTS, keyOf, putPart } from './parts.js';
import { PartWriter } from './part-writer.js';
import { PartDamaged } from './sealed-part.js';
import { SnapshotsRepository, type ListedCollection, type Snapshot } from './snapshots.repository.js';
import { StoreFailure } from './stores/backup-store.js';

/** Numbers of parts that are written down ahead: a removal takes away that many. */
const RESERVED = 64;
/** Milliseconds between two notes of the progress. */
const SAVE_EVERY_MS = 500;

/** What is done with a backup, step by step, under the lease of its run. */
@Injectable()
export class BackupMaker {
  constructor(
    private readonly snapshots: SnapshotsRepository,
    private readonly registry: OrganizationRegistryService,
    private readonly identity: RegistryIdentityService,
    private readonly keys: ArchiveKeysService,
    private readonly stores: BackupStores,
  ) {}

  /** Makes one whole attempt. @throws StoreFailure, AppError, LeaseLost, and what the database refuses */
  async make(run: BackupRun): Promise<void> {
    const { row } = run;
    this.stores.require();
    await this.begin(run);
    const organization = row.of ?? (await this.registry.byId(row.org_id));
    if (!organization) throw new AppError('organization.not_found');
    const snapshot = await this.snapshots.take(organization.database);
    const { collections, documents } = snapshot;
    const { at, time } = snapshot;
    const { database } = organization;
    const of = { at, cluster_time: time, database };
    await run.save({ ...of, collections: collections.length, documents_total: documents });
    const writer = await this.writer(run);
    const archived = await this.archive(run, writer, organization.database, snapshot);
    const contents: Contents = {
      version: 1,
      database: organization.database,
      organization: { id: row.org_id, name: organization.name, slug: organization.slug },
      at: snapshot.at.toISOString(),
      serverVersion: snapshot.serverVersion,
      collections: archived,
    };
    await this.end(run, writer, contents);
  }

  /** What the database server calls its version. */
  serverVersion(database: string): Promise<string> {
    return this.snapshots.serverVersion(database);
  }

  /** What writes the parts of the attempt. @throws AppError backup.off, backup.key_wrong */
  async writer(run: BackupRun): Promise<PartWriter> {
    const key = await this.keys.existing(run.row.org_id);
    const attempt = this.attemptOf(run.row);
    return new PartWriter(this.stores.require(), key, attempt, (part) => this.reserve(run, part));
  }

  /** All parts are in the store: with the list of contents it can be read. */
  async end(run: BackupRun, writer: PartWriter, contents: Contents): Promise<void> {
    const { row } = run;
    const key = await this.keys.existing(row.org_id);
    const store = this.stores.require();
    const attempt = this.attemptOf(row);
    run.assertHeld();
    const listed = await putPart(store, key, attempt, CONTENTS, Buffer.from(JSON.stringify(contents)));
    const { totals } = writer;
    await run.save(
      {
        phase: 'done',
        due: false,
        collections: contents.collections.length,
        documents_total: totals.documents,
        documents_done: totals.documents,
        bytes: totals.bytes,
        stored_bytes: totals.storedBytes + listed,
        finished_at: new Date(),
      },
      ['fault'],
    );
  }

  /** Reads all of it. @returns false when a part is missing or was changed @throws StoreFailure when it cannot be asked */
  async isIntact(run: BackupRun): Promise<boolean> {
    try {
      const reader = await this.open(run.row);
      for (const collection of reader.contents.collections) {
        for await (const _ of reader.documents(collection)) run.assertHeld();
      }
      return true;
    } catch (error) {
      if (error instanceof PartDamaged || (error instanceof StoreFailure && error.kind === 'missing'))
        return false;
      throw error;
    }
  }

  /** @throws StoreFailure, PartDamaged, AppError backup.key_wrong */
  async open(row: BackupRow): Promise<BackupReader> {
    const key = await this.keys.existing(row.org_id);
    return BackupReader.open(this.stores.require(), key, this.attemptOf(row));
  }

  /** Takes the parts of every attempt out of the store: their keys stand in our own row and in nobody else's. */
  async removeParts(run: BackupRun): Promise<void> {
    const { row } = run;
    for (const [i, reserved] of row.reserved.entries()) {
      const attempt = { ...this.attemptOf(row), attempt: i + 1 };
      for (let part = 0; part <= reserved; part++) {
        run.assertHeld();
        await this.stores.require().remove(keyOf(attempt, part));
      }
    }
  }

  private async begin(run: BackupRun): Promise<void> {
    await this.removeParts(run);
    const { row } = run;
    await run.save({
      phase: 'running',
      attempts: row.attempts + 1,
      reserved: [...row.reserved, 0],
      documents_done: 0,
      bytes: 0,
      stored_bytes: 0,
    });
  }

  private async archive(
    run: BackupRun,
    writer: PartWriter,
    database: string,
    { collections, time }: Snapshot,
  ): Promise<Contents['collections']> {
    const archived: Contents['collections'] = [];
    let savedAt = performance.now();
    for (const collection of collections) {
      const parts = writer.open(collection);
      for await (const batch of this.documentsOf(database, collection, time)) {
        await parts.add(batch);
        writer.count(
          batch.length,
          batch.reduce((sum, { length }) => sum + length, 0),
        );
        if (performance.now() - savedAt < SAVE_EVERY_MS) continue;
        const { documents, bytes, storedBytes } = writer.totals;
        await run.save({ documents_done: documents, bytes, stored_bytes: storedBytes });
        savedAt = performance.now();
      }
      await parts.flush();
      archived.push(parts.entry);
    }
    await writer.finish();
    return archived;
  }

  private documentsOf(database: string, { type, store }: ListedCollection, time: Snapshot['time']) {
    return type === 'view' ? nothing() : this.snapshots.documents(database, store, time);
  }

  /** Before a part is sent the row says that it may be there. */
  private async reserve(run: BackupRun, part: number): Promise<void> {
    run.assertHeld();
    const { reserved } = run.row;
    if (part <= reserved.at(-1)!) return;
    await run.save({ reserved: [...reserved.slice(0, -1), part + RESERVED] });
  }

  private attemptOf({ org_id: orgId, _id: backupId, attempts: attempt }: BackupRow): Attempt {
    return { registryId: this.identity.id, orgId, backupId, attempt };
  }
}

async function* nothing(): AsyncGenerator<Uint8Array[], void> {}
