import { together } from '../support/together.js';

together(
  'test/e2e/races.e2e-spec.ts',
  'test/e2e/platform-races.e2e-spec.ts',
  'test/e2e/secret-races.e2e-spec.ts',
);
