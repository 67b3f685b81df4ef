import { together } from '../support/together.js';

together(
  'test/e2e/backups.e2e-spec.ts',
  'test/e2e/backup-schedules.e2e-spec.ts',
  'test/e2e/undeletes.e2e-spec.ts',
  'test/e2e/erasures.e2e-spec.ts',
  'test/e2e/restores.e2e-spec.ts',
  'test/e2e/uploads.e2e-spec.ts',
  'test/e2e/branches.e2e-spec.ts',
  'test/e2e/journal.e2e-spec.ts',
);
