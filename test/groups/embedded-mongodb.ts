import { together } from '../support/together.js';

together(
  'test/medium/embedded-mongodb/auth.spec.ts',
  'test/medium/embedded-mongodb/crash.spec.ts',
  'test/medium/embedded-mongodb/errors.spec.ts',
  'test/medium/embedded-mongodb/sources.spec.ts',
  'test/medium/embedded-mongodb/start.spec.ts',
);
