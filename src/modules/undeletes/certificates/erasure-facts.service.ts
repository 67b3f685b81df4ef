import { Injectable } from '@nestjs/common';
import type { ErasedArchive, ErasedDatabase, ErasureCertificate } from '@rowhouse/verify/erasure-certificate';
import { Oplog } from '../../../database/past/oplog.js';
import { SnapshotWindow } from '../../../database/past/snapshot-window.js';
import { ArchiveErasuresService } from '../../backups/archive-erasures.service.js';
import { RegistryIdentityService } from '../../organizations/marks/registry-identity.service.js';
import { type SpentDatabase, SpentDatabasesService } from '../../organizations/spent-databases.service.js';
import type { ErasureRow } from './erasure.types.js';

/** A store that does not answer holds a certificate up for so long; the keys are destroyed either way. Milliseconds. */
const ARCHIVES_MS = 600_000;

/** Said in every certificate: what this service cannot see. */
const NOTES = [
  'Until the snapshot window ends, whoever can query the database server with a read concern of a past moment can read the data as they were.',
  'Until it is overwritten, the replication log holds what was written to the databases, and keys wrapped by ARCHIVE_KEY.',
  'Segments of the journal, where one was kept, were sealed with the key of the archives; they stay in the store for JOURNAL_DAYS and say nothing without it.',
  'The audit log keeps its entries about the organization, with ids of people.',
  'Copies that were made outside of this service (dumps of the server, snapshots of disks, downloaded backups, exports) are not known to it.',
];

export type ErasureFacts = Pick<ErasureCertificate, 'registry' | 'databases' | 'archives' | 'remains'>;

/** What is true of an organization that was erased. */
@Injectable()
export class ErasureFactsService {
  constructor(
    private readonly databases: SpentDatabasesService,
    private readonly archives: ArchiveErasuresService,
    private readonly identity: RegistryIdentityService,
    private readonly window: SnapshotWindow,
    private readonly oplog: Oplog,
  ) {}

  /** Undefined: one of its databases, or an archive in a store that answers, is not gone. */
  async gather(row: ErasureRow, now: Date): Promise<ErasureFacts | undefined> {
    const databases = await this.databases.list([row.org_id, ...row.branches]);
    if (databases.some(({ end }) => end === undefined)) return undefined;
    const left = new Set(await this.archives.listLeft(row.org_id));
    if (left.size > 0 && now.getTime() - row.erased_at.getTime() < ARCHIVES_MS) return undefined;
    return {
      registry: this.identity.id,
      databases: databases.map(presentDatabase),
      archives: row.archives.map((one): ErasedArchive => {
        return { id: one.id, kind: one.kind, at: one.at?.toISOString() ?? null, removed: !left.has(one.id) };
      }),
      remains: await this.remains(lastOf(row, databases), now),
    };
  }

  private async remains(last: Date, now: Date): Promise<ErasureCertificate['remains']> {
    const [seconds = null, reach] = await Promise.all([this.window.seconds(), this.oplog.reach(now)]);
    const ends_at = seconds === null ? null : new Date(last.getTime() + seconds * 1000).toISOString();
    const oplog = reach && {
      oldest_at: reach.oldest.toISOString(),
      estimated_end_at: reach.estimatedEnd.toISOString(),
    };
    return { snapshot_window: { seconds, ends_at }, oplog: oplog ?? null, notes: NOTES };
  }
}

function presentDatabase({ name, orgId, generation, end, droppedAt }: SpentDatabase): ErasedDatabase {
  return {
    name,
    organization_id: orgId,
    generation,
    state: end!,
    dropped_at: droppedAt?.toISOString() ?? null,
  };
}

/** The last moment at which something of it was there: the past of the server begins with it. */
function lastOf({ erased_at }: ErasureRow, databases: readonly SpentDatabase[]): Date {
  const times = databases.map(({ droppedAt }) => droppedAt?.getTime() ?? 0);
  return new Date(Math.max(erased_at.getTime(), ...times));
}
