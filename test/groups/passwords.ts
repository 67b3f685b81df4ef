import { together } from '../support/together.js';

together(
  'test/e2e/passwords.e2e-spec.ts',
  'test/e2e/second-factor.e2e-spec.ts',
  'test/e2e/second-factor-lost.e2e-spec.ts',
);
