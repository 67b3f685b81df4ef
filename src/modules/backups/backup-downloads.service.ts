import { createGzip } from 'node:zlib';
import { pipeline, Readable, type Writable } from 'node:stream';
import { pipeline as piped } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { directoryFile, storeOf, writeArchive } from '@rowhouse/mongo-dump';
import { pack, type Pack } from 'tar-stream';
import { AppError } from '../../common/errors/app-error.js';
import { VERSION } from '../../common/version.js';
import { BackupMaker } from './backup-maker.js';
import { PartDamaged } from './sealed-part.js';
import type { BackupReader } from './backup-reader.js';
import { BackupsService } from './backups.service.js';
import { StoreFailure } from './stores/backup-store.js';

/** `archive`: mongodump --archive --gzip; `directory`: the folder that mongodump makes, as a packed tar file. */
export type DumpFormat = 'archive' | 'directory';

export interface Download {
  /** Suggested name of the file. */
  name: string;
  type: string;
  bytes: Readable;
}

const LEVEL = { level: 1 };
const OWNER_ONLY = 0o600;

/** Hands a backup out as `mongorestore` reads it. */
@Injectable()
export class BackupDownloadsService {
  constructor(
    private readonly backups: BackupsService,
    private readonly maker: BackupMaker,
  ) {}

  /** @throws AppError backup.not_found, backup.damaged, backup.store_failed, backup.key_wrong; the stream as well */
  async open(secret: string, format: DumpFormat): Promise<Download> {
    const row = await this.backups.byLink(secret);
    const reader = await this.maker.open(row).catch((error: unknown) => {
      throw refused(error);
    });
    const { organization, at } = reader.contents;
    const name = `${organization.slug}-${at.replace(/[:.]/g, '-')}`;
    return format === 'archive'
      ? { name: `${name}.archive.gz`, type: 'application/gzip', bytes: archive(reader) }
      : { name: `${name}.tar.gz`, type: 'application/gzip', bytes: directory(reader) };
  }
}

/** What a backup cannot be read for, as an error of the domain. */
export function refused(error: unknown): unknown {
  if (error instanceof PartDamaged) return new AppError('backup.damaged', {}, { cause: error });
  if (!(error instanceof StoreFailure)) return error;
  const code = error.kind === 'missing' ? 'backup.damaged' : 'backup.store_failed';
  return new AppError(code, code === 'backup.store_failed' ? { retryAfter: 30 } : {}, { cause: error });
}

function archive(reader: BackupReader): Readable {
  const versions = { server: reader.contents.serverVersion, tool: VERSION };
  const bytes = writeArchive(versions, reader.collections, ({ name }) => reader.documents(reader.find(name)));
  return packed(Readable.from(bytes));
}

/** Sizes stand before contents in a tar file, so the documents are in it as they are, and all of it is packed. */
function directory(reader: BackupReader): Readable {
  const tar = pack();
  fill(tar, reader).then(
    () => tar.finalize(),
    (error: unknown) => tar.destroy(error as Error),
  );
  return packed(tar as unknown as Readable);
}

async function fill(tar: Pack, reader: BackupReader): Promise<void> {
  const { database, collections } = reader.contents;
  for (const collection of collections) {
    const path = `${database}/${directoryFile(collection.name)}`;
    await add(tar, `${path}.metadata.json`, Buffer.byteLength(collection.metadata), [collection.metadata]);
    if (collection.type === 'view') continue;
    const store = `${database}/${directoryFile(storeOf(collection))}`;
    await add(tar, `${store}.bson`, collection.bytes, reader.bytes(collection));
  }
}

async function add(
  tar: Pack,
  name: string,
  size: number,
  content: AsyncIterable<Buffer> | Iterable<string>,
): Promise<void> {
  const entry = tar.entry({ name, size, mode: OWNER_ONLY });
  await piped(Readable.from(content), entry as unknown as Writable);
}

/** Errors of the source end the answer, and a client that goes ends the source. */
function packed(source: Readable): Readable {
  const target = createGzip(LEVEL);
  pipeline(source, target, () => undefined);
  return target;
}
