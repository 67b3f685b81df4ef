import { together } from '../support/together.js';

together(
  'test/e2e/matrix.e2e-spec.ts',
  'test/e2e/permissions.e2e-spec.ts',
  'test/e2e/product-permissions.e2e-spec.ts',
);
