import { together } from '../support/together.js';

together(
  'test/e2e/rate-limits.e2e-spec.ts',
  'test/e2e/rate-limits-plan.e2e-spec.ts',
  'test/e2e/limits-storage.e2e-spec.ts',
);
