import { together } from '../support/together.js';

together(
  'test/e2e/data.e2e-spec.ts',
  'test/e2e/data-query.e2e-spec.ts',
  'test/e2e/data-values.e2e-spec.ts',
  'test/e2e/data-faults.e2e-spec.ts',
  'test/e2e/data-collections.e2e-spec.ts',
);
