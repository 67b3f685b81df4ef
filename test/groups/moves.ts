import { together } from '../support/together.js';

together(
  'test/e2e/reconciler.e2e-spec.ts',
  'test/e2e/moves-standing.e2e-spec.ts',
  'test/e2e/member-counts.e2e-spec.ts',
  'test/medium/organizations/move-collections.spec.ts',
  'test/medium/organizations/move-runner.spec.ts',
);
