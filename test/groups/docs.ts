import { together } from '../support/together.js';

together(
  'test/e2e/docs.e2e-spec.ts',
  'test/e2e/docs-schemas.e2e-spec.ts',
  'test/e2e/api-client.e2e-spec.ts',
  'test/e2e/routes.e2e-spec.ts',
  'test/e2e/boot.e2e-spec.ts',
  'test/e2e/surfaces-pages.e2e-spec.ts',
);
