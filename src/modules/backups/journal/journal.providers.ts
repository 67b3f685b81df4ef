import { JournalBases } from './journal-bases.service.js';
import { JournalCollector } from './journal-collector.service.js';
import { JournalDatabasesRepository } from './journal-databases.repository.js';
import { JournalFollower } from './journal-follower.service.js';
import { JournalKeeper } from './journal-keeper.service.js';
import { JournalKeys } from './journal-keys.service.js';
import { JournalPlans } from './journal-plans.service.js';
import { JournalRestores } from './journal-restores.service.js';
import { JournalRetention } from './journal-retention.service.js';
import { JournalScan } from './journal-scan.service.js';
import { JournalSources } from './journal-sources.service.js';
import { JournalStreams } from '../../../database/journal/journal-streams.js';
import { JournalWriter } from './journal-writer.service.js';
import { JournalRepository } from './journal.repository.js';

export const JOURNAL_PROVIDERS = [
  JournalBases,
  JournalCollector,
  JournalDatabasesRepository,
  JournalFollower,
  JournalKeeper,
  JournalKeys,
  JournalPlans,
  JournalRepository,
  JournalRestores,
  JournalRetention,
  JournalScan,
  JournalSources,
  JournalStreams,
  JournalWriter,
];
