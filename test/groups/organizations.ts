import { together } from '../support/together.js';

together(
  'test/e2e/organizations.e2e-spec.ts',
  'test/e2e/life-cycle.e2e-spec.ts',
  'test/e2e/leftovers.e2e-spec.ts',
  'test/e2e/seldom.e2e-spec.ts',
  'test/e2e/platform.e2e-spec.ts',
);
