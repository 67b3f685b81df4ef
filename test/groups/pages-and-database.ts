import { together } from '../support/together.js';

together(
  'test/attack/mann-whitney.spec.ts',
  'test/medium/backups/stores.spec.ts',
  'test/medium/data/answers.spec.ts',
  'test/medium/database/lease.spec.ts',
  'test/medium/database/leased-queue.spec.ts',
  'test/medium/database/migrations.spec.ts',
  'test/medium/database/past-catalog.spec.ts',
  'test/medium/database/periodic-task.spec.ts',
  'test/medium/docs/decisions.spec.ts',
  'test/medium/docs/ids.spec.ts',
  'test/medium/docs/links.spec.ts',
  'test/medium/logging/log.spec.ts',
  'test/medium/page-words.spec.ts',
);
