import { together } from '../support/together.js';

together(
  'test/e2e/http.e2e-spec.ts',
  'test/e2e/http-bodies.e2e-spec.ts',
  'test/e2e/input.e2e-spec.ts',
  'test/e2e/idempotency.e2e-spec.ts',
);
