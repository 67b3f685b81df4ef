import { together } from '../support/together.js';

together(
  'test/e2e/operating-guides.e2e-spec.ts',
  'test/e2e/database-rights.e2e-spec.ts',
  'test/e2e/doctor.e2e-spec.ts',
);
