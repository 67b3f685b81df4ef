import { Global, Module } from '@nestjs/common';
import { Oplog } from './oplog.js';
import { PastCatalog } from './past-catalog.js';
import { SnapshotWindow } from './snapshot-window.js';

/** What the database remembers of its past. */
@Global()
@Module({ providers: [SnapshotWindow, PastCatalog, Oplog], exports: [SnapshotWindow, PastCatalog, Oplog] })
export class PastModule {}
