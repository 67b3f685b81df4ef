import { together } from '../support/together.js';

together(
  'test/e2e/invitations.e2e-spec.ts',
  'test/e2e/invitations-answers.e2e-spec.ts',
  'test/e2e/invitations-inviters.e2e-spec.ts',
);
