import { Global, Module } from '@nestjs/common';
import { PastCatalog } from './past-catalog.js';
import { SnapshotWindow } from './snapshot-window.js';

/** What the database remembers of its past. */
@Global()
@Module({ providers: [SnapshotWindow, PastCatalog], exports: [SnapshotWindow, PastCatalog] })
export class PastModule {}
