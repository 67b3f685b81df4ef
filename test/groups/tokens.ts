import { together } from '../support/together.js';

together(
  'test/e2e/tokens.e2e-spec.ts',
  'test/e2e/claims.e2e-spec.ts',
  'test/e2e/jwks.e2e-spec.ts',
  'test/e2e/verify.e2e-spec.ts',
);
