import { together } from '../support/together.js';

together(
  'test/e2e/auth.e2e-spec.ts',
  'test/e2e/sessions.e2e-spec.ts',
  'test/e2e/sign-ins.e2e-spec.ts',
  'test/e2e/impersonations.e2e-spec.ts',
  'test/e2e/sign-up.e2e-spec.ts',
  'test/e2e/closed-doors.e2e-spec.ts',
);
