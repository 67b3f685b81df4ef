import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Env } from '../../../config/env.js';
import type { BackupStore } from './backup-store.js';
import { FolderStore } from './folder-store.js';
import { S3Store } from './s3-store.js';

/** The store that the settings name; undefined: there are no backups. */
export function openStore(env: Env): BackupStore | undefined {
  const { BACKUP_STORE: store } = env;
  if (store === 'off' || (store === 'auto' && env.production)) return undefined;
  if (store === 'auto') return new FolderStore(resolve(join(env.DATA_DIR, 'backups')));
  if (store.startsWith('file:')) return new FolderStore(resolve(fileURLToPath(store)));
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(store)!;
  return new S3Store({
    bucket,
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    endpoint: env.BACKUP_S3_ENDPOINT,
    region: env.BACKUP_S3_REGION,
    accessKeyId: env.BACKUP_S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.BACKUP_S3_SECRET_ACCESS_KEY ?? '',
  });
}
