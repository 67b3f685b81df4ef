import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { secondOf } from '../../../database/past/moment.js';
import { SnapshotWindow } from '../../../database/past/snapshot-window.js';
import { type Tx, Transactions } from '../../../database/transactions.js';
import { type Lease, LeaseLost } from '../../../database/work/lease.js';
import { RegistryIdentityService } from '../../organizations/marks/registry-identity.service.js';
import { BackupStores } from '../backup-stores.service.js';
import type { BatchPart, Break, HomeChange, JournalBatch } from './journal-batch.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import { JournalKeys } from './journal-keys.service.js';
import { objectKey, type SealedPart, sealJournalPart } from './journal-objects.js';
import { JournalRepository } from './journal.repository.js';
import type { JournalObjectRow, JournalRow } from './journal.schema.js';
import { momentBefore } from '../../../database/journal/moments.js';
import type { StreamBatch } from '../../../database/journal/journal-stream.js';

/** Numbers of objects that are written down ahead. */
const RESERVED = 64;
const SEALED_AT_ONCE = 16;

/** The right to write, and how far it has come. */
export interface Reign {
  readonly id: string;
  readonly lease: Lease;
  /** As begin() found it; its numbers go on. */
  readonly row: JournalRow;
}

/** Puts batches into the store, and then their rows and the place in the stream into master, in one transaction. */
@Injectable()
export class JournalWriter {
  private readonly log = new Logger('Journal');

  constructor(
    private readonly journal: JournalRepository,
    private readonly databases: JournalDatabasesRepository,
    private readonly keys: JournalKeys,
    private readonly stores: BackupStores,
    private readonly identity: RegistryIdentityService,
    private readonly transactions: Transactions,
    private readonly window: SnapshotWindow,
  ) {}

  /** @throws LeaseLost, StoreFailure */
  async write(
    reign: Reign,
    batch: JournalBatch,
    { token, at }: Pick<StreamBatch, 'token' | 'at'>,
  ): Promise<void> {
    const { lease, row } = reign;
    const number = row.next;
    const sealed = await this.seal(reign, number, batch);
    const object = sealed.length === 0 ? undefined : objectOf(reign.id, number, sealed);
    if (object !== undefined) {
      row.next = number + 1; // also when it does not succeed: a number seals once
      if (number >= row.reserved) await this.reserve(reign, number + RESERVED);
      lease.assertHeld();
      const key = objectKey(this.identity.id, reign.id, number);
      await this.stores.require().put(key, Buffer.concat(sealed.map(({ bytes }) => bytes)));
    }
    lease.assertHeld();
    await this.transactions.run(async (session) => {
      if (!(await this.journal.commit(reign.id, { token, at, object }, session)))
        throw new LeaseLost('journal');
      await this.note(batch, object, session);
    });
    Object.assign(row, { token, at });
  }

  /** From now on; what happened since the last place is not known. @param reason absent: it is the beginning */
  async startAnew({ id, row }: Reign, reason?: string): Promise<void> {
    const now = await this.window.now();
    const from = row.at;
    await this.transactions.run(async (session) => {
      if (!(await this.journal.start(id, now, session))) throw new LeaseLost('journal');
      if (reason === undefined || from === undefined) return;
      const gap = { from, to: now, to_wall: secondOf(now), reason, found_at: new Date() };
      await this.journal.addGap({ _id: `all/${from.t}.${from.i}`, ...gap }, session);
      await this.databases.needBases(session);
    });
    if (reason !== undefined)
      this.log.error(`the journal has a gap (${reason}): every organization needs a new base`);
    Object.assign(row, { token: undefined, at: now, since: row.since ?? now });
  }

  /** Nothing happened up to there. @throws LeaseLost */
  async advance({ id, lease, row }: Reign, { token, at }: Pick<StreamBatch, 'token' | 'at'>): Promise<void> {
    lease.assertHeld();
    if (!(await this.journal.advance(id, { token, at }))) throw new LeaseLost('journal');
    Object.assign(row, { token, at });
  }

  private async reserve({ id, row }: Reign, reserved: number): Promise<void> {
    if (!(await this.journal.reserve(id, reserved))) throw new LeaseLost('journal');
    row.reserved = reserved;
  }

  private async seal({ id: reign }: Reign, number: number, batch: JournalBatch): Promise<SealedPart[]> {
    const parts = [...batch.parts.values()];
    const sealed: SealedPart[] = [];
    for (let i = 0; i < parts.length; i += SEALED_AT_ONCE) {
      const some = parts.slice(i, i + SEALED_AT_ONCE).map(async (part) => {
        const key = await this.keyOf(part, batch);
        return key === null ? [] : [await sealJournalPart(key, part, { reign, number })];
      });
      sealed.push(...(await Promise.all(some)).flat());
    }
    return sealed;
  }

  /** One organization whose key cannot be opened does not keep the others: its journal has a gap. */
  private async keyOf(part: BatchPart, batch: JournalBatch): Promise<Buffer | null> {
    try {
      return await this.keys.of(part.orgId, part.database);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'backup.key_wrong')) throw error;
      batch.breaks.push({ of: part, at: part.from, reason: 'key' }, { of: part, at: part.to, reason: 'key' });
      this.log.error(
        `the key of organization ${part.orgId} cannot be opened: what happens there is not journaled`,
      );
      return null;
    }
  }

  private async note(batch: JournalBatch, object: JournalObjectRow | undefined, session: Tx): Promise<void> {
    for (const { of, at } of batch.births) {
      const { database, orgId, generation } = of;
      await this.databases.add({ _id: database, org_id: orgId, generation, live: false, born: at }, session);
    }
    for (const { database, bytes } of object?.parts ?? [])
      await this.databases.countBytes(database, bytes, session);
    for (const change of batch.homes) await this.noteHome(change, session);
    for (const one of batch.breaks) await this.noteBreak(one, session);
  }

  private async noteHome({ orgId, database, at }: HomeChange, session: Tx): Promise<void> {
    const wall = secondOf(at);
    if (database === null) return this.databases.leave(orgId, wall, session);
    const home = { org_id: orgId, database, at, at_wall: wall };
    await this.journal.addHome({ _id: `${orgId}/${at.t}.${at.i}`, ...home }, session);
    await this.databases.settle(orgId, database, wall, session);
  }

  private async noteBreak({ of, at, reason }: Break, session: Tx): Promise<void> {
    const { database, orgId } = of;
    const id = reason === 'key' ? `key/${database}` : `${database}/${at.t}.${at.i}`;
    this.log.warn(`the journal of ${database} has a gap (${reason}): it needs a new base`);
    const gap = { from: momentBefore(at), to: at, to_wall: secondOf(at), reason, found_at: new Date() };
    await this.journal.addGap({ _id: id, database, org_id: orgId, ...gap }, session);
    await this.databases.needBases(session, database);
  }
}

function objectOf(reign: string, number: number, sealed: readonly SealedPart[]): JournalObjectRow {
  let offset = 0;
  const parts = sealed.map(({ part }) => {
    const placed = { ...part, offset };
    offset += part.length;
    return placed;
  });
  const newest = parts.map(({ to }) => to).reduce((a, b) => (a.greaterThan(b) ? a : b));
  return { _id: number, reign, to_wall: secondOf(newest), bytes: offset, parts };
}
