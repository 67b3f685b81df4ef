import { together } from '../support/together.js';

together(
  'test/e2e/audit.e2e-spec.ts',
  'test/e2e/audit-files.e2e-spec.ts',
  'test/e2e/audit-sinks.e2e-spec.ts',
  'test/e2e/change-undos.e2e-spec.ts',
  'test/e2e/marks.e2e-spec.ts',
);
