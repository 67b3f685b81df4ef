import { together } from '../support/together.js';

together(
  'test/e2e/accounts.e2e-spec.ts',
  'test/e2e/accounts-codes.e2e-spec.ts',
  'test/e2e/account-origins.e2e-spec.ts',
  'test/e2e/persons.e2e-spec.ts',
  'test/e2e/step-up.e2e-spec.ts',
);
