import { together } from '../support/together.js';

together(
  'test/e2e/members.e2e-spec.ts',
  'test/e2e/members-list.e2e-spec.ts',
  'test/e2e/members-joins.e2e-spec.ts',
  'test/e2e/tenant-users.e2e-spec.ts',
  'test/e2e/roles.e2e-spec.ts',
);
