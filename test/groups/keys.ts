import { together } from '../support/together.js';

together(
  'test/e2e/api-keys.e2e-spec.ts',
  'test/e2e/api-keys-leaks.e2e-spec.ts',
  'test/e2e/usage.e2e-spec.ts',
);
