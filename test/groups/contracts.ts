import { together } from '../support/together.js';

together(
  'test/contract/s0.e2e-spec.ts',
  'test/contract/s1-surroundings.spec.ts',
  'test/contract/s1.spec.ts',
  'test/contract/s2.e2e-spec.ts',
  'test/contract/s3.e2e-spec.ts',
  'test/contract/s4.e2e-spec.ts',
  'test/contract/settings.spec.ts',
);
